import pytest

from socket_workbench.dialogues.commands import Note, Save, Show
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_at_once import done_at_once
from socket_workbench.dialogues.script_steps import (
    Check,
    SaveFile,
    SetVariables,
    ShowPerson,
    WriteNote,
)
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.dialogues.script_waiting import ExpectationError
from socket_workbench.values.mistake import TemplateError, ValueProblem


@pytest.fixture
def values():
    return ScriptValues({"n": b"18", "reply": b"250 OK", "limit": "20"})


def check(variable, test, template, *, is_not=False):
    return Check(Condition(variable, test, template, is_not))


@pytest.mark.parametrize(
    ("step", "commands"),
    [
        (ShowPerson("{{n}}", "http"), [Show(b"18", "http")]),
        (WriteNote("n is {{n}}", is_mark=True), [Note("n is 18", True)]),
        (SaveFile("{{n}}", "a.txt"), [Save("a.txt", b"18")]),
        (check("n", "less", "{{limit}}"), []),
        (check("n", "more", "20", is_not=True), []),
        (check("reply", "regex", "^2.. "), []),
    ],
)
def test_a_step_is_done(values, step, commands):
    assert list(done_at_once(step, values)) == commands


def test_variables_are_set(values):
    assert not done_at_once(SetVariables((("n", "{{n + 1}}"),)), values)
    assert values.bytes_of("n") == b"19"


@pytest.mark.parametrize(
    ("step", "expected", "received", "difference"),
    [
        (check("n", "more", "{{limit}}"), 'n is more than "20"', '"18"', ""),
        (check("n", "less", "19", is_not=True), 'n is not less than "19"', '"18"', ""),
        (
            check("reply", "equals", "250 no"),
            'reply is "250 no"',
            '"250 OK"',
            "byte 5: expected 6e 6f, received 4f 4b",
        ),
        (check("reply", "equals", "250 OK", is_not=True), 'reply is not "250 OK"', '"250 OK"', ""),
        (
            check("reply", "starts", "220"),
            'reply starts with "220"',
            '"250 OK"',
            "byte 2: expected 32 30, received 35 30 20 4f 4b",
        ),
        (check("reply", "regex", "^2$"), 'reply matches "^2$"', '"250 OK"', ""),
    ],
)
def test_a_condition_that_does_not_hold_is_told_with_the_value(
    values, step, expected, received, difference
):
    with pytest.raises(ExpectationError) as caught:
        done_at_once(step, values)

    error = caught.value
    assert str(error) == f"Expected that {expected}, but it is {received}."
    assert (error.expected, error.received) == (expected, received)
    assert error.comparison is not None
    assert error.comparison.describe() == difference
    assert error.comparison.received == values.bytes_of(step.condition.variable)


def test_what_cannot_be_compared_is_told(values):
    with pytest.raises((TemplateError, ValueProblem)):
        done_at_once(check("reply", "more", "1"), values)
    with pytest.raises(ValueProblem, match="no value named other"):
        done_at_once(check("other", "equals", "1"), values)
