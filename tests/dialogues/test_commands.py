import typing

import pytest

from socket_workbench.dialogues.commands import (
    Arrived,
    Ask,
    CloseConnection,
    Command,
    Finished,
    Marked,
    Save,
    ScriptUpdate,
    SendToOthers,
    Show,
    StartTimer,
    StepBegun,
)


def test_commands_compare_by_what_they_ask_for():
    assert SendToOthers(b"a") == SendToOthers(b"a")
    assert SendToOthers(b"a") != SendToOthers(b"b")
    assert len({SendToOthers(b"a"), b"a", CloseConnection(), CloseConnection("exit")}) == 4


def test_directions_are_commands_for_the_person():
    assert set(typing.get_args(ScriptUpdate)) == {
        Arrived,
        Ask,
        Finished,
        Marked,
        Save,
        Show,
        StepBegun,
    }
    assert set(typing.get_args(ScriptUpdate)) < set(typing.get_args(Command))


@pytest.mark.parametrize("command", [SendToOthers(b"a"), StartTimer("a", 1.0), Finished(True)])
def test_commands_take_no_further_attributes(command):
    with pytest.raises((AttributeError, TypeError)):
        command.other = 1
