import contextlib
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import CloseConnection, SendToOthers
from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.programs.chat_code import CONSTANTS, DEFINITIONS

LINES = st.sampled_from(
    [
        b"anna\n",
        b"Anna\r\n",
        b"ben\n",
        b"/who\n",
        b"/name ben\n",
        b"/name anna\n",
        b"/x\xff\n",
        b" /who",
        b"\n",
        b"",
        b"/quit\n",
        b"hello\nall\r",
        b"\x07\n",
        b"x" * 33,
        b"/name \xff",
    ]
)


class Workbench:
    """A room of the workbench with two members."""

    def __init__(self):
        build = dialogue_kind("chat").build()
        self.heard: list[list[bytes]] = [[], []]
        self._members = [build(), build()]
        for place, member in enumerate(self._members):
            self._obey(place, member.opened("peer"))

    def receive(self, place, message):
        return not self._obey(place, self._members[place].received(message))

    def leave(self, place):
        self._obey(place, self._members[place].closed())

    def _obey(self, place, commands):
        for command in commands:
            if isinstance(command, SendToOthers):
                self.heard[1 - place].append(command.message)
            elif isinstance(command, bytes):
                self.heard[place].append(command)
        return any(isinstance(command, CloseConnection) for command in commands)


@given(st.lists(st.tuples(st.integers(0, 1), LINES), max_size=12))
def test_members_hear_what_the_workbench_lets_them_hear(turns):
    names: dict[str, Any] = {"Callable": Callable, "contextlib": contextlib}
    exec("\n".join([*CONSTANTS, *DEFINITIONS]), names)
    heard: tuple[list[bytes], list[bytes]] = ([], [])
    expected = Workbench()
    members = [names["enter"](one.append) for one in heard]
    for place, message in turns:
        stays = names["take"](members[place], message)

        assert stays == expected.receive(place, message)
        if not stays:
            break
    for place, member in enumerate(members):
        names["leave"](member)
        if place == 0:
            expected.leave(0)
    assert heard[0] == expected.heard[0]
