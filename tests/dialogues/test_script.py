import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues import script as script_module
from socket_workbench.dialogues.base import Continuation, Dialogue
from socket_workbench.dialogues.commands import (
    Arrived,
    Ask,
    CancelTimer,
    CloseConnection,
    Finished,
    Note,
    Save,
    SendEof,
    Show,
    StartTimer,
    StepBegun,
)
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.script import Script
from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.dialogues.script_expectations import (
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
    Match,
)
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Close,
    HalfClose,
    KeepAlive,
    Meet,
    Reconnect,
    Repeat,
    Reset,
    SaveFile,
    SendBytes,
    SendMessage,
    SetVariables,
    ShowPerson,
    Wait,
    WriteNote,
)
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.values import variables

PEER = "127.0.0.1:13145"
PASSED = Finished(True)


def equals(template, **options):
    return Expect(Match.EQUALS, template, **options)


def contains(template, **options):
    return Expect(Match.CONTAINS, template, **options)


def anything(**options):
    return Expect(Match.ANY, **options)


def opened(*steps, variables=None, messages=False):
    """A script that has begun, and what it asked for, without the announcements of steps."""
    script = Script(steps, variables, messages=messages)
    return script, without_steps(script.opened(PEER))


def without_steps(commands):
    return [command for command in commands if not isinstance(command, StepBegun)]


def reason(commands):
    (finished,) = [command for command in commands if isinstance(command, Finished)]
    assert not finished.passed
    return finished.reason


# Single steps


def test_script_of_no_steps_is_passed_at_once():
    assert opened()[1] == [PASSED]


def test_send():
    steps = [SendMessage(r"{{name}}\n"), SendMessage("b", LineEnd.CRLF)]
    _, commands = opened(*steps, variables={"name": b"\xff"})
    assert commands == [b"\xff\n", b"b\r\n", PASSED]


def test_bytes_are_sent_as_they_are():
    content = b"{{name}}\\n"
    assert opened(SendBytes(content, LineEnd.LF))[1] == [content + b"\n", PASSED]


def test_steps_are_announced_as_they_begin():
    script = Script([SendMessage("a"), Wait(1), SendMessage("b")])
    assert script.opened(PEER) == [
        StepBegun((0,), "Send a", 1),
        b"a",
        StepBegun((1,), "Wait 1 s", 2),
        StartTimer("step 1", 1),
    ]
    assert script.timer("step 1") == [StepBegun((2,), "Send b", 3), b"b", PASSED]


def test_expect_waits_for_all_of_it():
    script, commands = opened(equals("Welcome!", within=2.5), SendMessage("Hi"))
    assert commands == [StartTimer("step 1", 2.5, is_deadline=True)]
    assert script.received(b"Wel") == []
    assert without_steps(script.received(b"come!")) == [
        CancelTimer("step 1"),
        b"Hi",
        PASSED,
    ]


def test_expect_takes_just_its_bytes_and_leaves_the_rest_to_the_next():
    script, _ = opened(equals("ab"), equals("cd", into="second"))
    assert PASSED in script.received(b"abcd")
    assert script.variables["second"] == b"cd"


def test_bytes_that_came_while_waiting_are_kept():
    script, _ = opened(Wait(1), equals("Welcome!"))
    assert script.received(b"Welcome!") == []
    # No timer is started for what is there already.
    assert without_steps(script.timer("step 1")) == [PASSED]


def test_contains_takes_through_the_match():
    script, _ = opened(contains("200", into="start"), anything(into="rest"))
    assert PASSED in script.received(b"HTTP/1.1 200 OK")
    assert script.variables["start"] == b"HTTP/1.1 200"
    assert script.variables["rest"] == b" OK"


def test_expected_text_is_a_template():
    script, _ = opened(equals(r"Hello, {{name}}!\n"), variables={"name": "ann"})
    assert PASSED in script.received(b"Hello, ann!\n")


def test_mismatch_fails_at_the_first_wrong_byte_and_leaves_the_connection_open():
    script, _ = opened(equals("Welcome!"), SendMessage("Hi"))
    commands = script.received(b"We\r\n")
    comparison = Comparison(b"We\r\n", 4, b"Welcome!", 8, first=2)
    sentence = r'Expected "Welcome!", but "We\r\n" came.'
    assert commands == [
        CancelTimer("step 1"),
        Finished(False, sentence, '"Welcome!"', r'"We\r\n"', comparison),
    ]
    assert commands[1].difference == "byte 3: expected 6c 63 6f 6d 65 21, received 0d 0a"
    assert script.received(b"more") == ()
    assert script.timer("step 1") == ()
    assert script.closed() == ()


def test_silence_fails_after_the_time_given():
    script, _ = opened(equals("Welcome!", within=0.5))
    assert reason(script.timer("step 1")) == (
        'Expected "Welcome!", but nothing came: 0.5 s have passed.'
    )


def test_timer_of_an_earlier_step_is_ignored():
    script, _ = opened(equals("a"), equals("b"))
    script.received(b"a")
    assert script.timer("step 1") == ()
    assert PASSED in script.received(b"b")


def test_end_of_stream_instead_of_bytes_fails_and_closes():
    script, _ = opened(equals("Welcome!"))
    script.received(b"Wel")
    assert script.end_of_stream() == [
        CancelTimer("step 1"),
        Finished(
            False,
            'Expected "Welcome!", but only "Wel" came: the peer ended the stream.',
            '"Welcome!"',
            '"Wel"',
            Comparison(b"Wel", 3, b"Welcome!", 8, first=3),
        ),
        CloseConnection(),
    ]


def test_end_of_stream_may_come_before_it_is_expected():
    script, _ = opened(Wait(1), equals("bye"), ExpectClose())
    script.received(b"bye")
    assert script.end_of_stream() == []
    assert without_steps(script.timer("step 1")) == [PASSED, CloseConnection()]


def test_sending_goes_on_after_the_peer_has_ended():
    script, _ = opened(ExpectClose(), SendMessage("bye"))
    assert without_steps(script.end_of_stream()) == [
        CancelTimer("step 1"),
        b"bye",
        PASSED,
        CloseConnection(),
    ]


def test_expect_close_fails_on_bytes_nobody_asked_for():
    script, _ = opened(equals("ACK"), ExpectClose())
    assert reason(script.received(b"ACKmore")) == (
        'Expected the peer to end the stream, but "more" came.'
    )


def test_expect_close_collects():
    script, _ = opened(ExpectClose(into="page"), ShowPerson("{{page}}", "http"))
    script.received(b"HTTP/1.1 200 OK\r\n\r\n")
    script.received(b"body")
    assert Show(b"HTTP/1.1 200 OK\r\n\r\nbody", "http") in script.end_of_stream()


def test_expect_close_that_never_comes():
    script, _ = opened(ExpectClose(within=3))
    assert "did not: 3 s have passed" in reason(script.timer("step 1"))


def test_ask_keeps_the_answer():
    script, commands = opened(AskPerson("Enter a number", "number"), SendMessage("{{number}}"))
    assert commands == [Ask("Enter a number")]
    assert without_steps(script.answered("67")) == [b"67", PASSED]


def test_ask_again_until_the_answer_is_a_choice():
    script, commands = opened(AskPerson("Operator?", "op", ("add", "sub")), SendMessage("{{op}}"))
    assert commands == [Ask("Operator?", ("add", "sub"))]
    assert script.answered("pow") == (Ask("Operator?", ("add", "sub")),)
    assert b"sub" in script.answered("sub")


def test_question_may_have_places():
    _, commands = opened(AskPerson("Talk to {{peer}}?", "yes"))
    assert commands == [Ask(f"Talk to {PEER}?")]


def test_answer_nobody_asked_for_is_ignored():
    script, _ = opened(Wait(1))
    assert script.answered("67") == ()
    script.timer("step 1")
    assert script.answered("67") == ()


def test_stream_may_end_while_a_person_is_asked():
    script, _ = opened(AskPerson("Well?", "answer"), ShowPerson("{{answer}}"))
    assert script.end_of_stream() == []
    assert without_steps(script.answered("ok")) == [Show(b"ok"), PASSED, CloseConnection()]


def test_half_close():
    script, commands = opened(SendMessage("all"), HalfClose(), ExpectClose())
    assert commands == [b"all", SendEof(), StartTimer("step 1", 5.0, is_deadline=True)]
    assert PASSED in script.end_of_stream()


def test_close_comes_after_everything_else():
    _, commands = opened(SendMessage("bye"), Close(), ShowPerson("done"))
    assert commands == [b"bye", Show(b"done"), PASSED, CloseConnection("close")]


def test_nothing_can_be_said_after_close():
    _, commands = opened(Close(), SendMessage("too late"))
    assert "A step before this one closed" in reason(commands)
    assert commands[-1] == CloseConnection("close")


def test_peer_is_a_variable():
    _, commands = opened(SendMessage("{{peer}}"))
    assert commands[0] == PEER.encode()


def test_given_variables_win_and_are_not_changed():
    variables = {"peer": "me"}
    script, _ = opened(AskPerson("?", "new"), SendMessage("{{peer}}"), variables=variables)
    assert b"me" in script.answered("x")
    assert variables == {"peer": "me"}


def test_unknown_variable_ends_the_script():
    _, commands = opened(SendMessage("{{nmae}}"), variables={"name": "a"})
    assert reason(commands) == "Column 3: there is no value named nmae."


def test_wrong_escape_ends_the_script():
    _, commands = opened(equals(r"a\q"))
    assert reason(commands).startswith("Column 2:")


# The end


def test_connection_lost_before_the_last_step():
    script, _ = opened(Wait(1))
    assert reason(script.closed()) == "The connection was closed before the last step was done."
    assert script.closed() == ()


def test_connection_lost_while_something_is_expected():
    script, _ = opened(ExpectClose())
    assert reason(script.closed()).endswith("did not: the connection was closed.")


def test_what_else_ended_the_connection_is_the_cause():
    script, _ = opened(Expect(Match.EQUALS, "zz"))
    script.ended_by = "a message broke the framing"
    assert reason(script.closed()).endswith("nothing came: a message broke the framing.")


def test_after_the_last_step_it_only_follows_the_peer():
    script, _ = opened()
    assert script.received(b"by hand") == ()
    assert script.end_of_stream() == (CloseConnection(),)
    assert script.closed() == ()


def test_peer_that_floods_is_cut_off(monkeypatch):
    monkeypatch.setattr(script_module, "UNREAD_LIMIT", 1000)
    script, _ = opened(AskPerson("?", "answer"))
    assert script.received(bytes(1000)) == []
    assert "More came than any step reads" in reason(script.received(b"a"))


# Messages


def test_messages_are_compared_whole():
    script, _ = opened(equals("ab"), equals("cd"), messages=True)
    script.received(b"ab")
    assert PASSED in script.received(b"cd")
    script, _ = opened(equals("ab"), equals("cd"), messages=True)
    assert reason(script.received(b"abcd")) == 'Expected "ab", but "abcd" came.'


def test_messages_are_taken_one_by_one():
    script, _ = opened(Wait(1), anything(into="a"), anything(into="b"), messages=True)
    for message in (b"", b"two", b"three"):
        script.received(message)
    assert PASSED in script.timer("step 1")
    assert (script.variables["a"], script.variables["b"]) == (b"", b"two")


# Repeating


def test_repeat_until_the_variable_has_the_value():
    rounds = Repeat(
        (AskPerson("Line?", "line"), SendMessage("{{line}}"), anything(into="reply")),
        Condition("line", "equals", "exit"),
    )
    script = Script([rounds, ShowPerson("{{reply}}")], messages=True)
    assert script.opened(PEER) == [
        StepBegun((0,), "Repeat until line is exit", 1),
        StepBegun((0, 0), "Ask: Line?", 2),
        Ask("Line?"),
    ]
    assert b"one" in script.answered("one")
    assert Ask("Line?") in script.received(b"Echo: one!")
    assert b"exit" in script.answered("exit")
    assert script.received(b"Echo: exit!")[-3:] == [
        StepBegun((1,), "Show {{reply}}", 8),
        Show(b"Echo: exit!"),
        PASSED,
    ]


def test_repeats_may_be_nested():
    inner = Repeat((AskPerson("inner", "a"),), Condition("a", "equals", "x"))
    outer = Repeat((inner, AskPerson("outer", "b")), Condition("b", "equals", "{{a}}"))
    script, _ = opened(outer)
    asked = [script.answered(text)[-1] for text in ("y", "x", "no", "x", "x")]
    assert asked == [Ask("inner"), Ask("outer"), Ask("inner"), Ask("outer"), PASSED]


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (SendMessage("a"),),
        (ShowPerson("a"), Repeat((SendMessage("a"),), Condition("peer", "equals", PEER))),
        (equals("{{empty}}"),),
    ],
)
def test_round_in_which_nothing_waits_is_refused(steps):
    _, commands = opened(
        Repeat(steps, Condition("never", "equals", "x")), variables={"empty": "", "never": ""}
    )
    assert "nothing in them waits" in reason(commands)


def test_rounds_over_what_has_come_already_go_on():
    rounds = Repeat((contains(";", into="word"),), Condition("word", "equals", "end;"))
    script, _ = opened(Wait(1), rounds)
    script.received(b"a;b;c;end;rest")
    assert PASSED in script.timer("step 1")


def test_repeat_until_a_variable_that_was_never_set():
    script, _ = opened(Repeat((Wait(1),), Condition("line", "equals", "exit")))
    assert "no value named line" in reason(script.timer("step 1"))


# Whole conversations, without a network

NAMES = ("zhangsan", "lisi", "wangwu", "zhaoliu")
WELCOME = (
    equals("Welcome!"),
    *(step for name in NAMES for step in (SendMessage(name), equals(f"Hello, {name}!"), Wait(1))),
    SendMessage("exit"),
    ExpectClose(),
)


def cutter(sizes):
    def cut(data):
        pieces = []
        for size in sizes:
            pieces.append(data[:size])
            data = data[size:]
        return [piece for piece in [*pieces, data] if piece]

    return cut


def server(name, **parameters):
    return dialogue_kind(name).build(parameters)()


def test_welcome(converse):
    talk = converse(Script(WELCOME), server("welcome"))
    assert talk.client.finished == [PASSED]
    assert talk.server.reason == "the peer said exit"
    assert talk.client.over
    assert [index for index, _ in talk.client.steps] == list(range(len(WELCOME)))


@given(st.lists(st.integers(1, 9), max_size=30))
def test_welcome_with_framing_wherever_the_streams_are_cut(converse, sizes):
    for framing in ("line", "length:u16be", "delimiter:--"):
        talk = converse(
            Script(WELCOME, messages=True), server("welcome"), framing=framing, cut=cutter(sizes)
        )
        assert talk.client.finished == [PASSED]
        assert talk.server.reason == "the peer said exit"


@pytest.mark.parametrize(
    ("step", "go_on"),
    [
        (AskPerson("?", into="x"), lambda script: script.answered("x" * 20)),
        (Meet("m"), lambda script: script.met({"x": b"x" * 20}, "")),
        (contains("x", into="x"), lambda script: script.received(b"x" * 20)),
        (Wait(1), lambda script: (*script.closed(), *script.opened("h:" + "9" * 20))),
    ],
    ids=["answer", "meeting", "message", "peer"],
)
def test_variables_that_have_too_many_bytes_end_the_script(monkeypatch, step, go_on):
    monkeypatch.setattr(variables, "MOST_VALUES", 15)
    script = Script((step,), reconnects=True)
    script.opened(PEER)

    (finished,) = [one for one in go_on(script) if isinstance(one, Finished)]
    assert finished.reason == "The variables have more than 15 bytes."


@given(st.binary(max_size=60), st.lists(st.integers(1, 9), max_size=30))
def test_result_is_the_same_wherever_the_stream_is_cut(data, sizes):
    steps = (
        equals("ab"),
        contains("b", into="contained"),
        equals("a", into="equalled"),
        ExpectClose(into="rest"),
    )

    def outcome(pieces):
        script = Script(steps)
        commands = list(script.opened(PEER))
        for piece in pieces:
            commands += script.received(piece)
        commands += script.end_of_stream()
        (finished,) = [command for command in commands if isinstance(command, Finished)]
        sent = [command for command in commands if isinstance(command, StepBegun)]
        return finished.passed, script.variables, sent

    for stream in (data, b"ab" + data, b"ab" + data + b"ba" + data):
        assert outcome(cutter(sizes)(stream)) == outcome([stream])


@given(
    st.lists(st.sampled_from("ab"), max_size=12).map("".join),
    st.lists(st.integers(1, 3), max_size=12),
)
def test_echoed_text_comes_back_wherever_the_stream_is_cut(converse, text, sizes):
    steps = (SendMessage("{{text}}"), HalfClose(), equals("{{text}}"), ExpectClose())
    script = Script(steps, {"text": text})
    talk = converse(script, server("echo"), cut=cutter(sizes))
    assert talk.client.finished == [PASSED]


def test_echo_text_until_exit(converse):
    rounds = Repeat(
        (
            AskPerson("Line?", "line"),
            SendMessage("{{line}}"),
            equals("Echo: {{line}}!", into="reply"),
            ShowPerson("{{reply}}"),
        ),
        Condition("line", "equals", "exit"),
    )
    talk = converse(Script([rounds]), server("echo-text"), answers=["one", "two", "exit"])
    assert talk.client.shown == [b"Echo: one!", b"Echo: two!", b"Echo: exit!"]
    assert talk.client.finished == [PASSED]


def test_calculator(converse):
    steps = (
        AskPerson("Operator?", "operator", ("add", "sub", "mul", "div")),
        AskPerson("First number?", "first"),
        AskPerson("Second number?", "second"),
        SendMessage("{{operator}},{{first}},{{second}}"),
        anything(into="result"),
        ShowPerson("{{result}}"),
    )
    talk = converse(Script(steps), server("calculator"), answers=["pow", "div", "7", "4"])
    assert talk.client.shown == [b"1.75"]
    assert talk.client.finished == [PASSED]


def test_acknowledge(converse):
    steps = (SendMessage("Hello"), equals("ACK"), ExpectClose())
    talk = converse(Script(steps), server("acknowledge"))
    assert talk.client.finished == [PASSED]
    assert talk.client.over


def test_http(converse):
    request = r"GET / HTTP/1.1\r\nHost: {{peer}}\r\nConnection: close\r\n\r\n"
    steps = (SendMessage(request), ExpectClose(into="page"), ShowPerson("{{page}}", "http"))
    talk = converse(Script(steps), server("web-page", page="Hi"), cut=cutter([1] * 20))
    assert talk.client.finished == [PASSED]
    assert talk.client.shown[0].endswith(b"\r\n\r\nHi")


def test_refused_http_request_is_answered_before_the_end(converse):
    steps = (SendMessage(r"POST / HTTP/1.1\r\n\r\n"), contains("405"), ExpectClose(into="rest"))
    talk = converse(Script(steps), server("web-page"))
    assert talk.client.finished == [PASSED]
    assert talk.server.over


def test_silent_server(converse):
    talk = converse(Script([SendMessage("Hi"), equals("Hi")]), server("print-only"))
    assert talk.client.finished == [
        Finished(False, 'Expected "Hi", but nothing came: 5 s have passed.', '"Hi"', "nothing")
    ]
    assert not talk.client.over


def test_chat_with_a_server_that_never_closes(converse):
    steps = (equals("Welcome! What is your name?"), SendMessage("ann"), contains("Here: ann."))
    talk = converse(
        Script([*steps, SendMessage("/quit"), contains("Bye"), contains("!")]), server("chat")
    )
    assert talk.client.finished == [PASSED]
    assert talk.server.reason == "the peer said /quit"


def test_server_that_closes_at_once(converse):
    class Closing(Dialogue):
        def opened(self, peer):
            return (CloseConnection("full"),)

    talk = converse(Script([equals("Welcome!")]), Closing())
    assert "the peer ended the stream" in talk.client.finished[0].reason


# Steps beside those above


def test_what_is_set_noted_and_saved():
    steps = [
        SetVariables((("n", "1"), ("n", "{{n + 1}}"), ("y", "{{x[0:2]}}"))),
        WriteNote("{{n}}"),
        WriteNote("{{n + 1}}", is_mark=True),
        SaveFile("{{y}}", "f"),
        SendMessage("01{{u8(n)}}", is_hex=True),
    ]
    _, commands = opened(*steps, variables={"x": b"abc"})
    assert commands == [Note("2"), Note("3", is_mark=True), Save("f", b"ab"), b"\x01\x02", PASSED]


def test_several_in_any_order_set_their_variables():
    wanted = (equals("a", into="x"), contains("c", into="y"), equals("a"))
    script, _ = opened(ExpectSeveral(wanted, is_any_order=True, into="last"), messages=True)
    for message in (b"a", b"a"):
        assert PASSED not in script.received(message)
    assert PASSED in script.received(b"bc")
    assert [script.variables[name] for name in ("x", "y", "last")] == [b"a", b"bc", b"bc"]


def test_what_is_none_of_several_fails_with_what_is_left():
    wanted = (equals("a"), equals("b"))
    script, _ = opened(ExpectSeveral(wanted, is_any_order=True), messages=True)
    script.received(b"a")
    assert reason(script.received(b"c")) == 'Expected "b", but "c" came.'
    script, _ = opened(ExpectSeveral(wanted), messages=True)
    assert reason(script.received(b"c")) == 'Expected "a" or "b", but "c" came.'


def test_of_a_stream_several_are_found_however_it_is_cut():
    wanted = (equals("ab"), equals("abc"), equals("d"))
    for cut in range(7):
        script, _ = opened(ExpectSeveral(wanted, is_any_order=True))
        commands = [*script.received(b"dababc"[:cut]), *script.received(b"dababc"[cut:])]
        assert PASSED in commands


def test_nothing_has_to_come_for_a_while():
    script, commands = opened(ExpectNothing(2))
    assert commands == [StartTimer("step 1", 2)]
    assert PASSED in script.timer("step 1")
    script, _ = opened(ExpectNothing(2))
    assert reason(script.received(b"x")) == 'Expected that nothing comes, but "x" came.'


@pytest.mark.parametrize("messages", [False, True])
def test_something_may_not_come_for_a_while(messages):
    step = ExpectAbsent(contains("ALARM"), 2)
    script, commands = opened(step, equals("OK"), messages=messages)
    assert commands == [StartTimer("step 1", 2)]
    script.received(b"beat")
    script.received(b"beat")
    assert PASSED not in script.timer("step 1")
    # What came in that time is read.
    assert PASSED in script.received(b"OK")

    script, _ = opened(step, messages=messages)
    script.received(b"beat ALA")
    told = reason(script.received(b"RM" if not messages else b"1 ALARM"))
    came = "1 ALARM" if messages else "beat ALARM"
    assert told.startswith("Expected that something with")
    assert told.endswith(f'does not come, but "{came}" came.')

    script, _ = opened(step, messages=messages)
    assert "but not for long enough: the connection was closed" in reason(script.closed())


def test_rounds_are_counted_without_holding_all_their_commands():
    script = Script([Repeat((SendMessage("a"),), times=5_000)])
    commands, sent = list(script.opened(PEER)), 0
    while StartTimer("go on", 0) in commands:
        assert len(commands) < 1_000
        sent += commands.count(b"a")
        commands = list(script.timer("go on"))
    assert sent + commands.count(b"a") == 5_000
    assert commands[-1] == PASSED


def test_a_repetition_ends_after_its_time():
    script, commands = opened(Repeat((anything(),), seconds=3))
    assert StartTimer("step 1", 3) in commands
    assert PASSED not in script.received(b"a")
    assert PASSED not in script.timer("step 1")
    assert PASSED in script.received(b"b")


def test_a_message_keeps_the_connection_alive_beside_other_steps():
    script, commands = opened(KeepAlive(SendMessage("ping"), 9), anything())
    assert commands[0] == StartTimer("step 1", 9)
    assert list(script.timer("step 1")) == [b"ping", StartTimer("step 1", 9)]
    assert CancelTimer("step 1") in script.received(b"x")


def test_a_question_may_be_hidden():
    assert opened(AskPerson("?", "x", is_hidden=True))[1] == [Ask("?", is_hidden=True)]


def test_a_script_goes_on_in_another_connection():
    steps = (Reconnect("tcp://h:{{port}}", 0.5), equals("b"))
    script, commands = opened(*steps, variables={"port": "9"})
    assert isinstance(commands[-1], CloseConnection)
    assert script.received(b"late") == []
    assert script.closed() == ()
    assert script.continuation() == Continuation("tcp://h:9", 0.5)
    script.opened("h:9")
    assert script.variables["peer"] == "h:9"
    assert PASSED in script.received(b"b")


def test_a_step_waits_for_the_next_connection_where_the_client_reconnects():
    script = Script([Wait(1), SendMessage("b")], reconnects=True)
    script.opened(PEER)
    script.end_of_stream()
    commands = script.timer("step 1")
    assert b"b" not in commands
    assert isinstance(commands[-1], CloseConnection)
    assert script.closed() == ()
    assert b"b" in script.opened(PEER)
    # Without, the message goes out before the connection ends.
    script = Script([Wait(1), SendMessage("b")])
    script.opened(PEER)
    script.end_of_stream()
    assert b"b" in script.timer("step 1")


def test_a_pause_begins_anew_in_the_next_connection():
    script = Script([Wait(1), SendMessage("b")], reconnects=True)
    script.opened(PEER)
    assert script.closed() == ()
    assert script.continuation() == Continuation()
    assert StartTimer("step 2", 1) in script.opened(PEER)
    assert b"b" in script.timer("step 2")


def test_a_connection_is_reset():
    _, commands = opened(Reset(), ShowPerson("a"))
    assert isinstance(commands[0], CloseConnection)
    assert commands[0].resets
    assert PASSED in commands


def test_a_meeting_gives_values_or_a_reason():
    script, commands = opened(Meet("m", ("x",), 3), SendMessage("{{y}}"), variables={"x": "a"})
    assert commands == [StartTimer("step 1", 3), Arrived("m", {"x": b"a"})]
    assert script.meetings == {"m"}
    assert b"b" in script.met({"y": b"b"}, "")
    script, _ = opened(Meet("m", (), 3))
    assert reason(script.met({}, "Nobody comes.")) == "Nobody comes."
    script, _ = opened(Meet("m", (), 3))
    assert "3 s have passed" in reason(script.timer("step 1"))


def test_the_time_of_a_meeting_that_was_held_is_over():
    script, _ = opened(Meet("m", (), 3), Expect(Match.ANY))
    assert CancelTimer("step 1") in script.met({}, "")
    # It had run out already when it was cancelled.
    assert list(script.timer("step 1")) == []
    assert PASSED in script.received(b"late")
