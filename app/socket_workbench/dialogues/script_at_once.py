"""Does the steps of a script that neither wait nor need the connection."""

from socket_workbench.dialogues.base import NOTHING
from socket_workbench.dialogues.commands import Commands, Note, Save, Show
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.quoting import quote
from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_matchers import PEEK_SIZE, matcher
from socket_workbench.dialogues.script_steps import (
    Check,
    SaveFile,
    SetVariables,
    ShowPerson,
    WriteNote,
)
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.dialogues.script_waiting import ExpectationError
from socket_workbench.language import tr

AtOnce = ShowPerson | WriteNote | SetVariables | SaveFile | Check
"""Steps that are done as soon as it is their turn."""


def done_at_once(step: AtOnce, values: ScriptValues) -> Commands:
    """Do a step; returns what is to be carried out.

    Raises:
        TemplateError: a value does not fit where it is used.
        ValueProblem: there is no such value, or the variables would have too many bytes.
        ExpectationError: a condition that is checked does not hold.
    """
    match step:
        case ShowPerson(template, form):
            return (Show(values.fill(template), form),)
        case WriteNote(template, is_mark):
            return (Note(values.text(template), is_mark),)
        case SaveFile(template, file):
            return (Save(file, values.fill(template)),)
        case SetVariables():
            values.set_all(step)
        case Check(condition):
            if not values.holds(condition):
                raise _failure(condition, values)
    return NOTHING


def _failure(condition: Condition, values: ScriptValues) -> ExpectationError:
    value, wanted = values.bytes_of(condition.variable), values.wanted(condition)
    expected, received = condition.said(quote(wanted, '"')), quote(value, '"')
    sentence = tr(
        "Expected that {condition}, but it is {value}.", condition=expected, value=received
    )
    return ExpectationError(sentence, expected, received, _comparison(condition, value, wanted))


def _comparison(condition: Condition, value: bytes, wanted: bytes) -> Comparison:
    """Compare a value with certain bytes where the condition asks for such."""
    if condition.test in ("equals", "starts") and not condition.is_not:
        return matcher(Expect(Match.EQUALS), wanted).compare(value, is_whole=True)
    return Comparison(value[:PEEK_SIZE], len(value))
