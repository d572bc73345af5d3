import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.rules import Rules
from socket_workbench.dialogues.rules_document import (
    MOST_RULES,
    RuleDocument,
    RulesDocument,
    StateDocument,
    mistakes,
)


def found(*rules, banner=None, name="start"):
    states = [StateDocument(name=name, rules=[RuleDocument(**rule) for rule in rules])]
    return list(mistakes(RulesDocument(banner=banner, states=states)))


@pytest.mark.parametrize(
    ("rule", "field", "words"),
    [
        ({}, "", "exactly one of equals, contains"),
        ({"any": True, "equals": ""}, "", "not equals, any"),
        ({"on": "silence", "after": "1s", "any": True}, "", "on silence has no any"),
        ({"on": "no"}, "on", "'no' is none of message, silence"),
        ({"any": False}, "any", "expected true"),
        ({"on": "timer"}, "after", "missing"),
        ({"on": "timer", "after": "0s"}, "after", "more than no time"),
        ({"any": True, "wait": "soon"}, "wait", "not a duration"),
        ({"equals": "\\q"}, "equals", "not an escape"),
        ({"contains": "{{message}}"}, "contains", "no value named message"),
        ({"starts": "\\x1"}, "starts", "two hexadecimal digits"),
        ({"ends": "\\"}, "ends", "single"),
        ({"hex": "0"}, "hex", "pairs of hexadecimal digits"),
        ({"length": -1}, "length", "0 or more"),
        ({"any": True, "times": 0}, "times", "1 or more"),
        ({"any": True, "reply": ["a", "{{x}}"]}, "reply", "no value named x"),
        ({"any": True, "go": "b"}, "go", "'b' is none of start"),
        ({"any": True, "then": "reset"}, "then", "half-close, close"),
    ],
)
def test_a_mistake_names_its_field(rule, field, words):
    [(path, problem)] = found({"any": True}, rule)

    assert path == f"states[0].rules[1].{field}".removesuffix(".")
    assert words in problem


def test_every_mistake_is_found():
    paths = [path for path, _ in found({"hex": "x", "go": "y"}, {"then": "z"}, banner="\\q")]

    assert paths == [
        "banner",
        *("states[0].rules[0].hex", "states[0].rules[0].go"),
        *("states[0].rules[1]", "states[0].rules[1].then"),
    ]


def test_states_are_needed_and_have_names_of_their_own():
    state = StateDocument(name="a")

    assert [path for path, _ in mistakes(RulesDocument())] == ["states"]
    assert [path for path, _ in mistakes(RulesDocument(states=[state, state]))] == [
        "states[1].name"
    ]


def test_so_many_rules_are_possible_at_most():
    rule = {"any": True}

    assert found(*[rule] * MOST_RULES) == []
    assert [path for path, _ in found(*[rule] * (MOST_RULES + 1))] == ["states"]


TEXTS = st.none() | st.text(max_size=3) | st.sampled_from(["start", "1s", "{{peer}}", "close"])


@given(
    st.builds(
        RuleDocument,
        on=st.sampled_from(["message", "silence", "timer", "end"]),
        **dict.fromkeys(
            ["equals", "contains", "hex", "reply", "after", "wait", "go", "then"], TEXTS
        ),
        any=st.none() | st.booleans(),
        times=st.none() | st.integers(),
    ),
    st.binary(),
)
def test_rules_without_a_mistake_can_be_followed(rule, message):
    document = RulesDocument(states=[StateDocument(name="start", rules=[rule])])
    if list(mistakes(document)):
        return
    rules = Rules(document)
    rules.opened("p")
    rules.received(message)
    rules.timer("silence start")
    rules.end_of_stream()
    rules.timer("wait")
