import threading

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import (
    CloseConnection,
    Note,
    SendEof,
    StartTimer,
    StateEntered,
)
from socket_workbench.dialogues.rules import (
    MOST_WAITING,
    MOST_WAITING_BYTES,
    Rules,
    SharedVariables,
)
from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument, StateDocument
from socket_workbench.dialogues.rules_reading import RulesReader
from socket_workbench.values import variables

FIELDS = {"banner", "variables", "server_variables", "seed"}


def rule_document(fields):
    return msgspec.convert(fields, RuleDocument)


def opener(*rules, default=None, **others):
    """Return what makes a conversation by rules: those of the first state, then other states."""
    fields = {name: others.pop(name) for name in FIELDS & others.keys()}
    states = [StateDocument(name="start", rules=list(map(rule_document, rules)))]
    for name, more in others.items():
        states.append(StateDocument(name=name, rules=list(map(rule_document, more))))
    default = default and rule_document(default)
    reader = RulesReader(RulesDocument(states=states, default=default, **fields))
    book = reader.read()
    assert book is not None, reader.mistakes
    shared = SharedVariables(book.server_variables)
    return lambda: Rules(book, shared)


def dialogue(*rules, **others):
    return opener(*rules, **others)()


def sent(commands):
    return [command for command in commands if isinstance(command, bytes)]


@pytest.mark.parametrize(
    ("match", "yes", "no"),
    [
        ({"equals": "a\\n"}, b"a\n", b"a"),
        ({"equals": ""}, b"", b"a"),
        ({"contains": "b"}, b"abc", b"ac"),
        ({"starts": "GET "}, b"GET /", b"get /"),
        ({"starts": "GET ", "ignore_case": True}, b"get /", b"put /"),
        ({"ends": "\\xff"}, b"a\xff", b"\xffa"),
        ({"hex": "00 fF"}, b"\x00\xff", b"00 ff"),
        ({"length": 0}, b"", b"a"),
        ({"length": 2}, b"ab", b"abc"),
        ({"any": True}, b"", None),
    ],
)
def test_a_rule_is_for_the_messages_that_match(match, yes, no):
    rules = dialogue({**match, "reply": "yes"})

    assert sent(rules.received(yes)) == [b"yes"]
    if no is not None:
        assert rules.received(no) == []


def test_the_first_rule_that_matches_holds_and_the_log_names_it():
    rules = dialogue({"starts": "a", "reply": "1"}, {"any": True, "reply": ["2", "3"], "note": "n"})

    assert rules.received(b"ab") == [Note("rule 1 of state start"), b"1"]
    assert rules.received(b"b") == [Note("rule 2 of state start"), Note("n"), b"2", b"3"]


def test_a_rule_holds_so_many_times_in_a_conversation():
    rules = dialogue({"any": True, "times": 2, "reply": "a"}, {"any": True, "reply": "b"})

    assert [sent(rules.received(b"x")) for _ in range(4)] == [[b"a"], [b"a"], [b"b"], [b"b"]]


def test_values_are_put_into_replies_as_they_came():
    rules = dialogue({"any": True, "reply": "{{peer}} {{state}} {{length}} {{message}}\\r\\n"})
    rules.opened("127.0.0.1:5")

    assert sent(rules.received(b"{{peer}}\\n\xff")) == [b"127.0.0.1:5 start 11 {{peer}}\\n\xff\r\n"]


def test_states_have_rules_of_their_own():
    rules = dialogue(
        {"equals": "in", "reply": "welcome", "go": "inside"},
        banner=["hello", "there"],
        inside=[{"equals": "out", "reply": "bye", "then": "close"}],
    )

    assert sent(rules.opened("p")) == [b"hello", b"there"]
    assert rules.received(b"out") == []
    assert sent(rules.received(b"in")) == [b"welcome"]
    assert rules.received(b"in") == []
    *_, last = rules.received(b"out")
    assert last == CloseConnection("a rule said so")


def test_our_side_can_be_ended_alone():
    assert dialogue({"any": True, "then": "half-close"}).received(b"x")[-1] == SendEof()


def test_what_comes_while_a_reply_waits_is_looked_at_in_its_order_afterwards():
    rules = dialogue(
        {"equals": "slow", "reply": "s", "wait": "2s", "go": "b"}, b=[{"any": True, "reply": "b"}]
    )

    assert rules.received(b"slow") == [StartTimer("wait", 2.0)]
    assert rules.received(b"next") == ()
    assert rules.end_of_stream() == ()
    commands = rules.timer("wait")
    assert sent(commands) == [b"s", b"b"]
    assert commands[-1] == CloseConnection()


def test_so_many_events_wait_behind_a_reply_at_most():
    rules = dialogue({"any": True, "wait": "1h"})

    commands = [rules.received(b"x") for _ in range(MOST_WAITING + 2)]
    assert all(list(each) == [] for each in commands[1:-1])
    assert isinstance(commands[-1][0], CloseConnection)


def test_so_many_bytes_wait_behind_a_reply_at_most():
    """Without a bound, a thousand messages of 16 MiB waited in memory."""
    rules = dialogue({"any": True, "wait": "1h", "reply": "{{length}}"})
    half = bytes(MOST_WAITING_BYTES // 2)
    rules.received(b"x")

    assert [list(rules.received(each)) for each in (half, half)] == [[], []]
    rules.timer("wait")  # one of them waits no more
    assert list(rules.received(half)) == []
    assert isinstance(rules.received(b"x")[0], CloseConnection)


def test_nothing_is_answered_behind_the_end():
    rules = dialogue(
        {"any": True, "wait": "1s", "reply": "x", "times": 1}, {"any": True, "then": "close"}
    )
    rules.received(b"1")
    rules.received(b"2")
    rules.received(b"3")

    commands = rules.timer("wait")
    assert sent(commands) == [b"x"]
    assert sum(isinstance(each, CloseConnection) for each in commands) == 1


def test_silence_is_counted_anew_from_each_message_and_from_each_silence():
    rules = dialogue({"on": "silence", "after": "3s", "reply": "well?"}, {"any": True})
    begun = StartTimer("silence 3.0 start", 3.0)

    assert begun in rules.opened("p")
    assert begun in rules.received(b"x")
    commands = rules.timer("silence 3.0 start")
    assert sent(commands) == [b"well?"]
    assert begun in commands


def test_a_timer_goes_on_until_its_state_is_left():
    rules = dialogue(
        {"on": "timer", "after": "1s", "reply": "tick"}, {"any": True, "go": "quiet"}, quiet=[]
    )

    begun = StartTimer("timer 1.0 start", 1.0)

    assert begun in rules.opened("p")
    commands = rules.timer(begun.name)
    assert sent(commands) == [b"tick"]
    assert begun in commands
    assert begun not in rules.received(b"x")
    assert rules.timer(begun.name) == ()


def test_each_time_of_a_state_has_a_timer_of_its_own():
    rules = dialogue(
        {"on": "timer", "after": "1s", "times": 1, "reply": "first"},
        {"on": "timer", "after": "1s", "reply": "then"},
        {"on": "timer", "after": "5s", "reply": "slow"},
        {"on": "silence", "after": "2s", "reply": "well?"},
        {"on": "silence", "after": "9s", "then": "close"},
    )
    tick, slow = StartTimer("timer 1.0 start", 1.0), StartTimer("timer 5.0 start", 5.0)
    well, end = StartTimer("silence 2.0 start", 2.0), StartTimer("silence 9.0 start", 9.0)

    assert rules.opened("p") == [StateEntered("start"), well, end, tick, slow]
    assert rules.received(b"x") == [well, end]
    assert rules.timer(tick.name) == [tick, Note("rule 1 of state start"), b"first"]
    assert rules.timer(tick.name) == [tick, Note("rule 2 of state start"), b"then"]
    assert rules.timer(slow.name) == [slow, Note("rule 3 of state start"), b"slow"]
    # The longer silence goes on while the shorter one is answered.
    assert rules.timer(well.name) == [well, Note("rule 4 of state start"), b"well?"]
    assert isinstance(rules.timer(end.name)[-1], CloseConnection)


def test_the_end_of_the_stream_has_a_rule_and_closes():
    assert sent(dialogue({"on": "end", "reply": "bye"}).end_of_stream()) == [b"bye"]
    assert dialogue({"on": "end", "reply": "bye"}).end_of_stream()[-1] == CloseConnection()
    assert dialogue({"any": True}).end_of_stream() == [CloseConnection()]


@given(
    st.lists(
        st.binary(max_size=4) | st.sampled_from(["wait", "silence 1.0 start", "timer 1.0 start"])
    )
)
def test_any_order_of_events_is_taken(events):
    rules = dialogue(
        {"on": "silence", "after": "1s", "reply": "s"},
        {"starts": "a", "wait": "1s", "reply": "{{message}}"},
        {"length": 1, "reply": "{{length}}"},
        {"any": True, "note": "n"},
    )
    rules.opened("p")
    for event in events:
        commands = rules.received(event) if isinstance(event, bytes) else rules.timer(event)
        assert not any(isinstance(each, CloseConnection) for each in commands)


def test_the_log_and_whoever_looks_learn_the_state():
    rules = dialogue({"equals": "in", "name": "greeting", "reply": "hi", "go": "b"}, b=[])

    assert rules.opened("p") == [StateEntered("start")]
    assert rules.received(b"in") == [
        Note("rule 1 (greeting) of state start, then state b"),
        b"hi",
        StateEntered("b"),
    ]


def test_a_rule_for_connecting_may_wait():
    rules = dialogue({"on": "connect", "wait": "1s", "reply": "220 {{peer}}"}, banner="first")

    assert rules.opened("p") == [StateEntered("start"), b"first", StartTimer("wait", 1.0)]
    assert sent(rules.timer("wait")) == [b"220 p"]


def test_the_default_rule_is_for_what_no_other_is_for():
    rules = dialogue(
        {"equals": "a", "reply": "1", "go": "b"},
        b=[],
        default={"reply": "what?", "times": 2},
    )

    assert rules.received(b"x") == [Note("the default rule"), b"what?"]
    assert sent(rules.received(b"a")) == [b"1"]
    assert sent(rules.received(b"x")) == [b"what?"]
    assert rules.received(b"x") == []
    assert rules.timer("silence 1.0 b") == []


def test_named_groups_become_variables_and_stay():
    rules = dialogue(
        {"regex": r"^SET (?P<key>\w+) (?P<value>.*)$", "ignore_case": True, "reply": "OK"},
        {"starts": "GET", "reply": "{{key}}={{value}}"},
    )

    assert sent(rules.received(b"GET")) == [b"="]
    assert sent(rules.received(b"set a \xff1")) == [b"OK"]
    assert sent(rules.received(b"GET")) == [b"a=\xff1"]


def test_variables_of_the_conversation_and_of_the_server():
    opened = opener(
        {
            "any": True,
            "set": {"mine": "{{mine + 1}}"},
            "set_server": {"all": "{{server.all + mine}}"},
            "reply": "{{mine}} {{server.all}} {{counter}}",
            "note": "now {{mine}}",
        },
        variables={"mine": 0},
        server_variables={"all": "10"},
    )
    first, second = opened(), opened()

    assert sent(first.received(b"")) == [b"1 11 1"]
    assert sent(first.received(b"")) == [b"2 13 2"]
    assert second.received(b"")[1:] == [Note("now 1"), b"1 14 1"]


def test_no_change_of_a_shared_variable_is_lost():
    shared = SharedVariables({"n": 0})

    def count():
        for _ in range(500):
            shared.change(lambda values: {"n": int(str(values["n"])) + 1})

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert shared.values == {"n": 2000}


def test_a_change_that_others_overtook_is_computed_again():
    shared = SharedVariables({"n": 0})
    overtaking = [3, 0, 1]  # How many changes come between reading the values and replacing them.

    def plus_one(values):
        for _ in range(overtaking.pop()):
            shared.change(lambda values: {"n": int(str(values["n"])) + 10})
        return {"n": int(str(values["n"])) + 1}

    shared.change(plus_one)
    assert shared.values == {"n": 11}
    overtaking.insert(0, 0)
    shared.change(plus_one)
    assert shared.values == {"n": 42}


def test_a_wait_lies_within_its_bounds_and_a_seed_repeats_it():
    def waits(seed):
        rules = dialogue({"any": True, "wait": "100ms..300ms"}, seed=seed)
        found = []
        for _ in range(20):
            [timer] = rules.received(b"x")
            found.append(timer.seconds)
            rules.timer("wait")
        return found

    assert all(0.1 <= seconds <= 0.3 for seconds in waits(1))
    assert len(set(waits(1))) > 1
    assert waits(1) == waits(1) != waits(2)


def test_values_are_those_of_the_end_of_a_wait():
    rules = dialogue({"any": True, "wait": "1s", "reply": "{{message}} {{counter}}"})

    rules.received(b"a")
    rules.received(b"b")

    assert sent(rules.timer("wait")) == [b"a 1"]
    assert sent(rules.timer("wait")) == [b"b 2"]
    assert rules.timer("wait") == ()


def test_replies_in_hexadecimal():
    rules = dialogue(
        {
            "hex": "?? ?? 00 00 ?? ?? ?? 03 *",
            "reply_hex": "{{message[:4]}} {{u16be(length(after))}} {{message[6:8]}} 02 00 2a",
        }
    )

    request = bytes.fromhex("00 07 00 00 00 06 01 03 00 00 00 01")
    assert sent(rules.received(request)) == [bytes.fromhex("00 07 00 00 00 05 01 03 02 00 2a")]


@pytest.mark.parametrize(
    ("then", "last"),
    [
        ("close", CloseConnection("a rule said so")),
        ("reset", CloseConnection("a rule said so", resets=True)),
        ("half-close", SendEof()),
        ("ignore", Note("rule 1 of state start")),
    ],
)
def test_ends(then, last):
    assert dialogue({"any": True, "then": then}, {"any": True}).received(b"x")[-1] == last


def test_a_value_that_does_not_fit_is_told_and_the_conversation_goes_on():
    rules = dialogue({"equals": "x", "reply": "{{u8(length + 255)}}"}, {"any": True, "reply": "ok"})

    rule, problem = rules.received(b"x")
    assert rule == Note("rule 1 of state start")
    assert "rule 1 of state start could not be carried out: Column 3: 256 is not" in problem.text
    assert sent(rules.received(b"y")) == [b"ok"]


def test_variables_have_so_many_bytes_at_most_and_the_conversation_goes_on(monkeypatch):
    monkeypatch.setattr(variables, "MOST_VALUES", 10)
    talk = dialogue(
        {"regex": "^GROUP (?P<word>.*)", "reply": "{{word}}"},
        {"starts": "SET ", "set": {"all": "{{all}}{{message[4:]}}"}, "reply": "{{all}}"},
        {
            "any": True,
            "set_server": {"sum": "{{server.sum}}{{message}}"},
            "reply": "{{server.sum}}",
        },
        variables={"all": ""},
        server_variables={"sum": ""},
    )
    refused = "The variables have more than 10 bytes."

    assert sent(talk.received(b"GROUP 123456")) == [b"123456"]
    for message, number in ((b"GROUP 12345678901", 1), (b"SET 12345", 2), (b"x" * 11, 3)):
        assert talk.received(message) == [
            Note(f"rule {number} of state start"),
            Note(f"rule {number} of state start could not be carried out: {refused}"),
        ]
    assert sent(talk.received(b"SET 1234")) == [b"1234"]
    assert sent(talk.received(b"x" * 10)) == [b"x" * 10]
    assert sent(talk.received(b"GROUP 123456")) == [b"123456"]


def test_a_rule_holds_only_under_its_condition():
    rules = dialogue(
        {
            "regex": "^PASS (?P<word>.*)",
            "if": {"variable": "word", "equals": "{{secret}}"},
            "set": {"known": "yes"},
            "reply": "in",
        },
        {"starts": "PASS", "set": {"tries": "{{tries + 1}}"}, "reply": "no"},
        {"equals": "LIST", "if": {"variable": "known", "equals": "yes"}, "reply": "all"},
        {"equals": "LIST", "if": {"variable": "tries", "less": 2, "not": True}, "then": "reset"},
        variables={"secret": "x", "known": "no", "tries": 0},
        default={"if": {"variable": "message", "regex": "^[A-Z]+$"}, "reply": "PASS first"},
    )

    assert sent(rules.received(b"LIST")) == [b"PASS first"]
    assert rules.received(b"lower") == []
    assert sent(rules.received(b"PASS y")) == [b"no"]
    assert sent(rules.received(b"PASS z")) == [b"no"]
    assert rules.received(b"LIST")[-1] == CloseConnection("a rule said so", resets=True)

    rules = dialogue(
        {"equals": "+", "set_server": {"n": "{{server.n + 1}}"}, "reply": "{{server.n}}"},
        {"on": "timer", "after": "1s", "if": {"variable": "server.n", "more": 1}, "reply": "busy"},
        {"on": "connect", "if": {"variable": "peer", "equals": "q"}, "reply": "not you"},
        server_variables={"n": 0},
    )
    assert sent(rules.opened("p")) == []
    assert sent(rules.received(b"+")) == [b"1"]
    assert sent(rules.timer("timer 1.0 start")) == []
    assert sent(rules.received(b"+")) == [b"2"]
    assert sent(rules.timer("timer 1.0 start")) == [b"busy"]


def test_a_condition_that_cannot_be_judged_is_told_and_does_not_hold():
    rules = dialogue(
        {"any": True, "if": {"variable": "message", "less": "{{u8(length)}}"}, "reply": "few"},
        {"any": True, "reply": "other"},
    )

    note, *others = rules.received(b"some")
    assert note.text.startswith("rule 1 of state start could not be carried out: 'some' is not a")
    assert sent(others) == [b"other"]
    assert "Column 3" in rules.received(b"1" * 256)[0].text


def test_of_several_conditions_each_has_to_hold():
    rules = dialogue(
        {"any": True, "if": [{"variable": "length", "more": 1}, {"variable": "length", "less": 4}]},
        {"any": True, "if": [], "reply": "other"},
    )

    assert sent(rules.received(b"1")) == sent(rules.received(b"1234")) == [b"other"]
    assert sent(rules.received(b"12")) == []
