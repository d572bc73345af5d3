"""The queue in which a command's main thread waits for messages."""

import contextlib
import enum
import select
import socket
import time
from collections import deque
from dataclasses import dataclass

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.backlog import Backlog


class Wake(enum.Enum):
    """A message without content."""

    CHANGED = "changed"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"
    OUTPUT_BROKEN = "output broken"
    INPUT_ENDED = "input ended"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class ClientUpdate:
    """A message: a scenario's client tells or asks the person something.

    Attributes:
        client: the client's place in the scenario, from 0.
        content: what it has to say or to ask.
        time: when that happened, nanoseconds since 1970 in UTC.
    """

    client: int
    content: ScriptUpdate
    time: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A message: a line came from standard input.

    Attributes:
        line: its bytes, without the line end.
    """

    line: bytes


Message = Wake | ClientUpdate | Typed


class Inbox:
    """A queue that signal handlers and all threads may put into, and one thread takes from.

    Its reader waits on a socket, not on a lock: a signal that comes just before a thread blocks on
    a lock is noticed only when something else wakes it. `signal.set_wakeup_fd` closes that gap.
    """

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._backlog = Backlog()
        self._reading, self._writing = socket.socketpair()
        self._reading.setblocking(False)
        self._writing.setblocking(False)

    def fileno(self) -> int:
        """The descriptor that wakes the reader when a byte is written to it."""
        return self._writing.fileno()

    def put(self, message: Message) -> None:
        """Add a message; does nothing once closed.

        Clients wait here while what they have told is too much; nobody else ever does.
        """
        if isinstance(message, ClientUpdate):
            self._backlog.add(message.content)
        self._messages.append(message)
        # When nothing more can be written, there is enough to wake the reader; when it is closed,
        # there is no reader.
        with contextlib.suppress(OSError):
            self._writing.send(b"\0")

    def get(self, timeout: float | None = None) -> Message | None:
        """Wait for the next message.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            The message; None after the timeout.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while not self._messages:
            patience = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._reading], [], [], patience)[0]:
                return None
            self._reading.recv(4096)
        message = self._messages.popleft()
        if isinstance(message, ClientUpdate):
            self._backlog.remove(message.content)
        return message

    def let_in(self) -> None:
        """Let no client wait any more: it is at its end."""
        self._backlog.open()

    def close(self) -> None:
        """Close the sockets; what is still put into it is lost."""
        self._reading.close()
        self._writing.close()
