import msgspec
import pytest

from socket_workbench.dialogues.script_expectations import Condition, Expect, ExpectClose, Match
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Close,
    HalfClose,
    Repeat,
    SendMessage,
    ShowPerson,
    Wait,
)
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import (
    RESOLVED,
    ConditionDocument,
    ExpectationDocument,
    StepDocument,
)
from socket_workbench.scenarios.steps import BELONGING, script_steps

S = StepDocument


@pytest.mark.parametrize(
    ("document", "step"),
    [
        (S(send="a"), SendMessage("a")),
        (S(send="a", line_end="crlf"), SendMessage("a", LineEnd.CRLF)),
        (S(send=""), SendMessage("")),
        (S(expect="a"), Expect(Match.EQUALS, "a")),
        (S(expect="a", within="2s", into="x"), Expect(Match.EQUALS, "a", 2.0, "x")),
        (S(expect=ExpectationDocument(contains="a")), Expect(Match.CONTAINS, "a")),
        (S(expect=ExpectationDocument(any=True), into="x"), Expect(Match.ANY, into="x")),
        (S(expect_close=True), ExpectClose()),
        (S(expect_close=True, within="9s", into="all"), ExpectClose(9.0, "all")),
        (S(wait="200ms"), Wait(0.2)),
        (S(ask="Which?", into="x"), AskPerson("Which?", "x")),
        (S(ask="Which?", into="x", choices=["a", "b"]), AskPerson("Which?", "x", ("a", "b"))),
        (S(show="{{host}}"), ShowPerson("{{host}}")),
        (S(show="a", form="http"), ShowPerson("a", "http")),
        (S(half_close=True), HalfClose()),
        (S(close=True), Close()),
        (
            S(repeat=[S(ask="?", into="x")], until=ConditionDocument(variable="x", equals="exit")),
            Repeat((AskPerson("?", "x"),), Condition("x", "equals", "exit")),
        ),
    ],
)
def test_every_action_becomes_its_step(document, step):
    assert script_steps([document]) == (step,)


@pytest.mark.parametrize(
    ("document", "path", "problem"),
    [
        (S(), "", "not none"),
        (S(send="a", wait="1s"), "", "not send, wait"),
        (S(send="a", within="1s"), "within", "does not belong to send"),
        (S(wait="1s", into="x"), "into", "does not belong to wait"),
        (S(close=True, until=ConditionDocument(variable="x", equals="")), "until", "not belong"),
        (S(send=r"\q"), "send", "Column 1"),
        (S(send="{{nobody}}"), "send", "nobody"),
        (S(send="a", line_end="lfcr"), "line_end", "'lfcr' is not a line end"),
        (S(expect=""), "expect", "empty"),
        (S(expect="{{x}}"), "expect", "x"),
        (S(expect=ExpectationDocument()), "expect", "exactly one of"),
        (S(expect=ExpectationDocument(contains="")), "expect.contains", "some text"),
        (S(expect=ExpectationDocument(contains="a", any=True)), "expect", "exactly one of"),
        (S(expect=ExpectationDocument(contains=r"\q")), "expect.contains", "Column 1"),
        (S(expect="a", within="soon"), "within", "duration"),
        (S(expect="a", into="1x"), "into", "cannot name a variable"),
        (S(expect_close=False), "expect_close", "expected true"),
        (S(half_close=False), "half_close", "expected true"),
        (S(close=False), "close", "expected true"),
        (S(wait="soon"), "wait", "duration"),
        (S(ask="?"), "into", "needs a variable"),
        (S(ask="{{x}}?", into="x"), "ask", "x"),
        (S(ask="?", into="x", choices=[]), "choices", "nothing to choose"),
        (S(ask="?", into="x", choices=["a"] * 1001), "choices", "at most 1000"),
        (S(show="a", form="xml"), "form", "write text or http"),
        (S(repeat=[S(wait="1s")]), "until", "until, times, for, or forever"),
        (
            S(repeat=[S(wait="1s")], until=ConditionDocument(variable="x", equals="")),
            "until.variable",
            "no variable 'x'",
        ),
        (
            S(repeat=[S(send="a")], until=ConditionDocument(variable="host", equals="")),
            "repeat",
            "must wait",
        ),
        (
            S(repeat=[S(wait="0s")], until=ConditionDocument(variable="host", equals="")),
            "repeat",
            "must wait",
        ),
        (
            S(
                repeat=[S(wait="1s"), S(send=r"\q")],
                until=ConditionDocument(variable="x", equals=""),
            ),
            "repeat[1].send",
            "Column 1",
        ),
        (
            S(repeat=[S(wait="1s")], until=ConditionDocument(variable="host", equals=r"\q")),
            "until.equals",
            "Column 1",
        ),
    ],
)
def test_a_mistake_names_the_field_and_what_was_expected(document, path, problem):
    with pytest.raises(FieldError) as caught:
        script_steps([S(send="before"), document])

    assert caught.value.path == f"steps[1].{path}".removesuffix(".")
    assert problem in caught.value.problem


def test_a_variable_is_known_behind_the_step_that_sets_it():
    asks, sends = S(ask="?", into="x"), S(send="{{x}}")

    assert len(script_steps([asks, sends])) == 2
    with pytest.raises(FieldError, match="x"):
        script_steps([sends, asks])


@pytest.mark.parametrize("name", ["host", "port", "path", "peer"])
def test_every_client_begins_with_these_variables(name):
    assert script_steps([S(send=f"{{{{{name}}}}}")])


def test_every_action_has_its_fields_declared():
    fields = {field for fields in BELONGING.values() for field in fields}

    written = {field.encode_name for field in msgspec.structs.fields(StepDocument)}
    assert set(BELONGING) | fields == written - RESOLVED[StepDocument]
