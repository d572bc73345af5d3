import typing

import pytest

from socket_workbench.dialogues.commands import (
    Ask,
    CloseConnection,
    Command,
    Direction,
    Finished,
    Send,
    SendToOthers,
    Show,
    StartTimer,
    StepBegun,
)


def test_commands_compare_by_what_they_ask_for():
    assert Send(b"a") == Send(b"a")
    assert Send(b"a") != Send(b"b")
    assert Send(b"a") != SendToOthers(b"a")
    assert len({Send(b"a"), Send(b"a"), CloseConnection(), CloseConnection("exit")}) == 3


def test_send_keeps_the_very_object():
    message = b"some bytes"
    assert Send(message).message is message


def test_directions_are_commands_for_the_person():
    assert set(typing.get_args(Direction)) == {Ask, Show, StepBegun, Finished}
    assert set(typing.get_args(Direction)) < set(typing.get_args(Command))


@pytest.mark.parametrize("command", [Send(b"a"), StartTimer("a", 1.0), Finished(True)])
def test_commands_take_no_further_attributes(command):
    with pytest.raises((AttributeError, TypeError)):
        command.other = 1
