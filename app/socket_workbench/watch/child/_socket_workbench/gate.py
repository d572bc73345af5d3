"""Holds calls before they are made, in step mode.

A file that the workbench has mapped too says which calls are held. A thread that is held waits on a
connection of its own, until the workbench answers or closes it: if the workbench ends, the program
goes on.
"""

from __future__ import annotations

import _socket
import marshal
import mmap
import os

from .channel import moved_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

HOLDS_ALL, HOLDS_ONE = 1, 2
"""The first byte of the file: whether all calls are held, or those from one of a certain name on,
which follows and ends with a NUL; 0 for none."""

_OPEN = b"\0"
_LOW_NUMBERS = 200
_getpid = os.getpid


class Gate:
    """Where the calls of this process are held; for any thread.

    Attributes:
        state: the bytes of the file. The first is looked at before each call.
    """

    def __init__(self, folder: str) -> None:
        """Map the file; without it, nothing is held.

        Args:
            folder: of the workbench's sockets.
        """
        self._path = os.path.join(folder, "gate")
        self.state: mmap.mmap | Sequence[int] = _OPEN
        try:
            with open(os.path.join(folder, "steps"), "r+b", 0) as file:
                self.state = _mapped(file.fileno())
        except (OSError, ValueError):
            pass

    def must_hold(self, name: str) -> bool:
        """Whether a call of this name is to be held, when `state` says that some are."""
        state = self.state
        if state[0] == HOLDS_ONE:
            wanted = bytes(state[1:]).partition(b"\0")[0]
            if wanted != name.encode():
                return False
            # So that calls of other threads are held before the workbench knows of this one.
            # Only a mapping gets here: `_OPEN` holds nothing.
            state[0] = HOLDS_ALL  # type: ignore[index]
        return bool(state[0])

    def hold(self, number: int) -> None:
        """Wait until the workbench lets a call go, or has gone.

        Args:
            number: of the call.
        """
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        try:
            connection = moved_up(connection)
            connection.connect(self._path)
            connection.send(marshal.dumps((_getpid(), number), 2), _socket.MSG_NOSIGNAL)
            connection.recv(1)
        except OSError:
            pass
        finally:
            connection.close()


def _mapped(file: int) -> mmap.mmap:
    """Map a file; the descriptor that `mmap` keeps open is none of those that the program gets."""
    taken: list[int] = []
    try:
        while not taken or taken[-1] < _LOW_NUMBERS:
            taken.append(os.dup(file))
        return mmap.mmap(file, 0)
    except OSError:
        # The process may have few descriptors only.
        pass
    finally:
        for each in taken:
            os.close(each)
    return mmap.mmap(file, 0)
