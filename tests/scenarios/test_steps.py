import contextlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import StartTimer
from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script import MOST_AT_ONCE, Script
from socket_workbench.dialogues.script_expectations import Expect, ExpectClose, Match
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Check,
    Close,
    HalfClose,
    Repeat,
    SendMessage,
    ShowPerson,
    Wait,
    all_steps,
)
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import (
    RESOLVED,
    ExpectationDocument,
    SendDocument,
    StepDocument,
)
from socket_workbench.scenarios.step_actions import BELONGING
from socket_workbench.scenarios.steps import script_steps

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
        (
            S(check=ConditionDocument(variable="host", equals="a", is_not=True)),
            Check(Condition("host", "equals", "a", True)),
        ),
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
        (S(check=ConditionDocument(variable="x", equals="")), "check.variable", "no variable 'x'"),
        (S(check=ConditionDocument(variable="host")), "check", "exactly one of"),
        (S(check=ConditionDocument(variable="host", less="{{")), "check.less", "Column"),
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


# Whatever is written runs, or is refused


WORDS = st.sampled_from(
    ["a", "b", "{{x}}", "{{n + 1}}", "{{x[0:2]}}", "{{n}}", "1", "00", "ff", "", "{{y}}",
     "(?P<y>a+)", "{{", "x", "{{u8(n)}}", "{{repeat('a', 60000)}}"]
)  # fmt: skip
TIMES = st.sampled_from(["1ms", "1h", "soon", "2s"])
NAMES = st.sampled_from(["x", "n", "x", "n", "x", "n", "y", "1"])
CONDITIONS = st.builds(
    ConditionDocument,
    variable=NAMES,
    equals=st.none() | WORDS,
    less=st.none() | st.integers(0, 3),
    regex=st.none() | WORDS,
    is_not=st.booleans(),
)
EXPECTATIONS = st.recursive(
    WORDS
    | st.builds(ExpectationDocument, starts=WORDS, ignore_case=st.booleans())
    | st.builds(ExpectationDocument, regex=WORDS, is_not=st.booleans())
    | st.builds(ExpectationDocument, contains=WORDS, is_not=st.booleans())
    | st.builds(ExpectationDocument, hex=WORDS)
    | st.builds(ExpectationDocument, length=st.integers(-1, 3), into=st.none() | NAMES)
    | st.just(ExpectationDocument(any=True)),
    lambda inner: (
        st.builds(ExpectationDocument, one_of=st.lists(inner, max_size=3))
        | st.builds(ExpectationDocument, in_any_order=st.lists(inner, max_size=3))
    ),
    max_leaves=3,
)
SIMPLE = (
    st.builds(S, send=WORDS | st.builds(SendDocument, hex=WORDS))
    | st.builds(S, expect=EXPECTATIONS, into=st.none() | NAMES, within=st.none() | TIMES)
    | st.builds(S, expect_nothing=TIMES)
    | st.builds(S, wait=TIMES)
    | st.builds(S, ask=WORDS, into=NAMES, hidden=st.none() | st.booleans())
    | st.builds(S, show=WORDS)
    | st.builds(S, note=WORDS)
    | st.builds(S, mark=WORDS)
    | st.builds(S, set=st.dictionaries(NAMES, WORDS | st.integers(), max_size=3))
    | st.builds(S, check=CONDITIONS)
    | st.builds(S, save=WORDS, file=WORDS)
    | st.builds(S, keep_alive=WORDS, every=TIMES)
    | st.builds(S, connect=WORDS, after=st.none() | TIMES)
    | st.builds(S, meet=WORDS, share=st.none() | st.lists(NAMES, max_size=3))
    | st.sampled_from([S(close=True), S(reset=True), S(reconnect=True), S(expect_close=True)])
)
STEPS = st.recursive(
    SIMPLE,
    lambda inner: (
        st.builds(
            S,
            repeat=st.lists(inner, max_size=3),
            times=st.none() | st.integers(0, 10_000),
            until=st.none() | CONDITIONS,
            forever=st.none() | st.just(True),
        )
        | st.builds(
            S, if_=CONDITIONS, then=st.lists(inner, max_size=3), else_=st.lists(inner, max_size=3)
        )
    ),
    max_leaves=8,
)
EVENTS = st.lists(
    st.binary(max_size=3) | st.sampled_from(["timer", "answer", "end", "close", "met"]),
    max_size=12,
)


def happen(script, event, timers):
    """Tell a script what happens; returns its commands."""
    if isinstance(event, bytes):
        return script.received(event)
    if event == "timer":
        return script.timer(timers[-1]) if timers else ()
    if event == "answer":
        return script.answered("a")
    if event == "end":
        return script.end_of_stream()
    if event == "met":
        return script.met({"x": b"a"}, "")
    commands = script.closed()
    return [*commands, *script.opened("p")] if script.continuation() is not None else commands


@settings(max_examples=300)
@given(st.lists(STEPS, min_size=1, max_size=5), EVENTS, st.booleans())
def test_whatever_steps_are_written_they_run_or_are_refused(documents, events, messages):
    with contextlib.suppress(FieldError):
        steps = script_steps(documents, messages=messages, variables=["x", "n"])
        script = Script(steps, {"x": "a", "n": "1"}, messages=messages, reconnects=messages)
        commands, timers = list(script.opened("p")), []
        for event in [*events, "close"]:
            assert len(commands) < MOST_AT_ONCE + 100
            timers += [each.name for each in commands if isinstance(each, StartTimer)]
            assert all(step.describe() for step in all_steps(steps))
            commands = list(happen(script, event, timers))


@pytest.mark.parametrize(
    ("step", "paths"),
    [
        (S(ask="{{x}}", hidden=True, choices=["a"]), ["ask", "into", "hidden"]),
        (S(ask="{{x}}", choices=[], into="1"), ["into", "choices", "ask"]),
        (S(show="{{x}}", form="pdf"), ["form", "show"]),
        (S(save="{{x}}", file="../a"), ["file", "save"]),
        (S(save="{{x}}"), ["file", "save"]),
        (S(keep_alive="{{x}}", line_end="z"), ["every", "line_end", "keep_alive"]),
        (S(send="{{x}}", line_end="z"), ["line_end", "send"]),
        (S(connect="{{x}}", after="soon"), ["after", "connect"]),
        (S(meet="m", share=["x", "y"], within="soon"), ["within", "share[0]", "share[1]"]),
        (S(set={"1": "{{x}}", "a": "{{x}}"}), ["set.1", "set.1", "set.a"]),
        (S(expect_close=False, within="soon"), ["within", "expect_close"]),
        (S(repeat=[S(wait="soon")], for_="0s"), ["repeat[0].wait", "for"]),
    ],
)
def test_a_mistake_in_a_step_hides_none_beside_it(step, paths):
    with pytest.raises(FieldError) as caught:
        script_steps([step])
    assert sorted(each.path for each in caught.value.all()) == sorted(
        f"steps[0].{path}" for path in paths
    )
