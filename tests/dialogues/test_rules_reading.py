import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.rules import Rules, SharedVariables
from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument, StateDocument
from socket_workbench.dialogues.rules_reading import (
    MOST_MISTAKES,
    MOST_RULES,
    MOST_VARIABLES,
    RulesReader,
)
from socket_workbench.values.budget import MOST_PATTERNS, Budget


def document(*rules, name="start", **fields):
    states = [
        StateDocument(name=name, rules=[msgspec.convert(rule, RuleDocument) for rule in rules])
    ]
    return RulesDocument(states=states, **fields)


def mistakes(document):
    reader = RulesReader(document)
    book = reader.read()
    assert (book is None) == bool(reader.mistakes)
    return reader.mistakes


def found(*rules, **fields):
    return mistakes(document(*rules, **fields))


@pytest.mark.parametrize(
    ("rule", "field", "words"),
    [
        ({}, "", "exactly one of equals, contains"),
        ({"any": True, "equals": ""}, "", "not equals, any"),
        ({"on": "silence", "after": "1s", "any": True}, "", "on silence has no any"),
        ({"on": "no"}, "on", "'no' is none of message, connect, silence"),
        ({"any": False}, "any", "expected true"),
        ({"on": "timer"}, "after", "missing"),
        ({"any": True, "after": "1s"}, "after", "only silence and timer"),
        ({"any": True, "if": {"variable": "x", "equals": ""}}, "if.variable", "no variable 'x'"),
        ({"any": True, "if": {"variable": "peer"}}, "if", "exactly one of equals"),
        ({"any": True, "if": {"variable": "peer", "less": "{{x}}"}}, "if.less", "Column 3"),
        ({"any": True, "if": {"variable": "peer", "regex": "("}}, "if.regex", "cannot be read"),
        ({"on": "timer", "after": "0s"}, "after", "more than no time"),
        ({"any": True, "wait": "soon"}, "wait", "not a duration"),
        ({"any": True, "wait": "2s..1s"}, "wait", "2s is more than 1s"),
        ({"any": True, "wait": "2s.."}, "wait", "not a duration"),
        ({"equals": "\\q"}, "equals", "not an escape"),
        ({"starts": "\\x1"}, "starts", "two hexadecimal digits"),
        ({"ends": "\\"}, "ends", "single"),
        ({"regex": "a("}, "regex", "cannot be read"),
        ({"hex": "0"}, "hex", "pairs of hexadecimal digits"),
        ({"length": -1}, "length", "0 or more"),
        ({"length": "a"}, "length", "range such as 2..8"),
        ({"any": True, "times": 0}, "times", "1 or more"),
        ({"any": True, "reply": ["a", "{{x}}"]}, "reply[1]", "Column 3: There is no value named x"),
        ({"any": True, "reply_hex": "0g"}, "reply_hex", "Column 2"),
        ({"any": True, "note": "{{x"}, "note", "has no }}"),
        ({"any": True, "set": {"x": "1"}}, "set", "no 'x' in variables"),
        ({"any": True, "set_server": {"x": "1"}}, "set_server", "no 'x' in server_variables"),
        ({"any": True, "go": "b"}, "go", "'b' is none of start"),
        ({"any": True, "then": "leave"}, "then", "half-close, close, reset, ignore"),
        ({"any": True, "then": "ignore", "reply": "x"}, "reply", "ignores has no reply"),
    ],
)
def test_a_mistake_names_its_field(rule, field, words):
    [(path, problem)] = found({"any": True}, rule)

    assert path == f"states[0].rules[1].{field}".removesuffix(".")
    assert words in problem


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"banner": "\\q"}, "banner", "not an escape"),
        ({"variables": {"a b": 1}}, "variables", "'a b' cannot be the name"),
        ({"variables": {"message": 1}}, "variables", "'message' cannot be the name"),
        ({"variables": {"a": "{{b}}"}}, "variables.a", "none is known here"),
        ({"server_variables": {"": 1}}, "server_variables", "cannot be the name"),
        ({"default": RuleDocument(any=True)}, "default", "has no match"),
        ({"default": RuleDocument(reply="{{x}}")}, "default.reply", "no value named x"),
    ],
)
def test_mistakes_of_the_table_itself(fields, path, words):
    [(told, problem)] = found({"any": True}, **fields)

    assert told == path
    assert words in problem


def test_every_mistake_is_found():
    paths = [path for path, _ in found({"hex": "x", "go": "y"}, {"then": "z"}, banner="\\q")]

    assert paths == [
        "banner",
        *("states[0].rules[0].hex", "states[0].rules[0].go"),
        *("states[0].rules[1]", "states[0].rules[1].then"),
    ]


def test_each_value_is_told_at_its_name():
    rule = {"any": True, "set": {"v": "{{no}}", "w": "{{no}}"}, "set_server": {"s": "{{"}}
    names = {"v": "1", "w": "{{no}}"}

    assert [path for path, _ in found(rule, variables=names, server_variables={"s": 1})] == [
        "variables.w",
        *(f"states[0].rules[0].{field}" for field in ("set.v", "set.w", "set_server.s")),
    ]


def test_states_are_needed_and_have_names_of_their_own():
    state = StateDocument(name="a")

    assert [path for path, _ in mistakes(RulesDocument())] == ["states"]
    assert [path for path, _ in mistakes(RulesDocument(states=[state, state]))] == [
        "states[1].name"
    ]


def test_names_may_come_from_any_pattern_and_any_variables():
    rules = [
        {"regex": "(?P<a>x)"},
        {"any": True, "reply": "{{a}}{{b}}{{server.c}}", "set": {"b": "{{a}}"}},
    ]

    assert found(*rules, variables={"b": 1}, server_variables={"c": 2}) == []


def test_so_many_rules_and_patterns_are_possible_at_most():
    rule = {"any": True}

    assert found(*[rule] * MOST_RULES) == []
    assert [path for path, _ in found(*[rule] * (MOST_RULES + 1))] == ["states"]
    assert MOST_PATTERNS >= MOST_RULES


def test_so_many_variables_are_possible_at_most():
    names = [f"v{number}" for number in range(MOST_VARIABLES)]

    assert found({"any": True}, variables=dict.fromkeys(names, 1)) == []
    for more in ({"server_variables": {"x": 1}}, {"variables": dict.fromkeys([*names, "y"], 1)}):
        fields = {"variables": dict.fromkeys(names, 1), **more}
        assert found({"any": True}, **fields) == [
            ("variables", "at most 1,000 variables are possible.")
        ]


def test_every_mistake_of_a_condition_is_found():
    condition = {"variable": "x", "equals": "{{y}}"}

    assert [path for path, _ in found({"any": True, "if": condition})] == [
        "states[0].rules[0].if.variable",
        "states[0].rules[0].if.equals",
    ]


def test_patterns_of_conditions_count_among_those_of_the_document():
    rule = {"any": True, "if": {"variable": "peer", "regex": "x"}}
    budget = Budget()
    budget.take_patterns(MOST_PATTERNS - 1)
    reader = RulesReader(document(rule, rule), budget)

    assert reader.read() is None
    assert [path for path, _ in reader.mistakes] == ["states[0].rules[1].if.regex"]


def test_not_every_rule_is_read_where_there_are_many_mistakes():
    assert len(found(*[{"any": True, "go": "x"}] * 1000)) == MOST_MISTAKES


TEXTS = st.none() | st.text(max_size=3) | st.sampled_from(["start", "1s", "{{peer}}", "close"])
PATTERNS = st.none() | st.sampled_from(["(?P<a>.)", "(", "^x*$"]) | st.text(max_size=5)
CONDITIONS = st.none() | st.builds(
    ConditionDocument,
    variable=st.sampled_from(["v", "server.v", "message", "other"]),
    **dict.fromkeys(["equals", "less", "regex"], st.none() | st.sampled_from(["1", "{{v}}", "("])),
    is_not=st.booleans(),
)
SETS = st.dictionaries(st.sampled_from(["v", "w"]), st.sampled_from(["{{v + 1}}", "{{", "1"]))


@given(
    st.builds(
        RuleDocument,
        on=st.sampled_from(["message", "connect", "silence", "timer", "end"]),
        **dict.fromkeys(
            ["equals", "hex", "reply", "reply_hex", "note", "after", "wait", "go", "then"], TEXTS
        ),
        regex=PATTERNS,
        any=st.none() | st.booleans(),
        times=st.none() | st.integers(),
        if_=CONDITIONS,
        set=SETS,
        set_server=SETS,
    ),
    st.binary(),
)
def test_rules_without_a_mistake_can_be_followed(rule, message):
    wanted = RulesDocument(
        states=[StateDocument(name="start", rules=[rule])],
        variables={"v": 1},
        server_variables={"v": "x"},
    )
    book = RulesReader(wanted).read()
    if book is None:
        return
    rules = Rules(book, SharedVariables(book.server_variables))
    rules.opened("p")
    rules.received(message)
    rules.timer("silence 1.0 start")
    rules.end_of_stream()
    rules.timer("wait")
