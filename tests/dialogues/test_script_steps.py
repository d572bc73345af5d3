import pytest

from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_expectations import (
    WITHIN,
    Expect,
    ExpectClose,
    Match,
)
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Check,
    Close,
    HalfClose,
    If,
    Include,
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
    all_steps,
)
from socket_workbench.payload.line_end import LineEnd


@pytest.mark.parametrize(
    ("step", "description"),
    [
        (SendMessage("zhangsan"), "Send zhangsan"),
        (SendMessage(r"{{line}}\n"), r"Send {{line}}\n"),
        (SendMessage("Hello", LineEnd.CRLF), "Send Hello and CRLF"),
        (SendBytes(b"abc"), "Send 3 bytes"),
        (SendBytes(b"a", LineEnd.CRLF, "a.bin"), "Send 3 bytes of a.bin"),
        (WriteNote("a"), "Note a"),
        (Check(Condition("n", "more", "5")), "Check that n is more than 5"),
        (SetVariables((("x", "{{y}}"),)), "Set x = {{y}}"),
        (SaveFile("{{x}}", "a.bin"), "Save {{x}} as a.bin"),
        (KeepAlive(SendMessage("ping"), 5), "Every 5 s: Send ping"),
        (Reset(), "Reset the connection"),
        (Reconnect(), "Connect again"),
        (Reconnect("tcp://h:{{p}}"), "Connect to tcp://h:{{p}}"),
        (Meet("start"), "Meet the others: start"),
        (Repeat((), times=1, seconds=2), "Repeat 1 time, for 2 s"),
        (Repeat(()), "Repeat for ever"),
        (If(Condition("x", "more", "5"), ()), "If x is more than 5"),
        (Include((), "a.toml"), "Steps of a.toml"),
        (SendMessage(""), "Send an empty message"),
        (Expect(Match.EQUALS, ""), "Expect an empty message"),
        (Expect(Match.EQUALS, "Welcome!"), "Expect Welcome!"),
        (Expect(Match.CONTAINS, "ok"), "Expect something with ok in it"),
        (Expect(Match.ANY), "Expect a message"),
        (ExpectClose(), "Expect the peer to end the stream"),
        (ExpectClose(into="reply"), "Receive until the peer ends the stream"),
        (Wait(1), "Wait 1 s"),
        (Wait(0.25), "Wait 0.25 s"),
        (AskPerson("Enter a number", "number"), "Ask: Enter a number"),
        (ShowPerson("Answer:{{reply}}"), "Show Answer:{{reply}}"),
        (HalfClose(), "End our side of the stream"),
        (Close(), "Close the connection"),
        (Repeat((), Condition("line", "equals", "exit")), "Repeat until line is exit"),
    ],
)
def test_every_step_says_what_it_does(step, description):
    assert step.describe() == description


def test_long_texts_are_cut_in_descriptions():
    assert SendMessage("a" * 10_000).describe() == "Send " + "a" * 60 + "…"


def test_expectations_wait_five_seconds_unless_told_else():
    assert Expect(Match.ANY).within == ExpectClose().within == WITHIN == 5.0


def test_steps_are_values():
    assert Expect(Match.EQUALS, "a") == Expect(Match.EQUALS, "a")
    assert len({SendMessage("a"), SendMessage("a"), SendMessage("b")}) == 2


def test_all_steps_are_found_each_group_before_its_steps():
    inner = If(Condition("x", "equals", ""), (Wait(1),), (Wait(2),))
    steps = (Repeat((inner, Wait(3)), times=1), Wait(4))

    assert list(all_steps(steps)) == [steps[0], inner, Wait(1), Wait(2), Wait(3), Wait(4)]
