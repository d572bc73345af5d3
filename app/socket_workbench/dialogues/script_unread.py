"""Buffers for what a script has received and no step has read yet."""

from collections import deque
from typing import Protocol

from socket_workbench.dialogues.script_steps import Match

MESSAGE_COST = 50
"""Bytes that a message takes in memory besides its own, so that empty ones count too."""

PEEK_SIZE = 1024
"""Bytes that `Unread.peek` shows at most."""


class MismatchError(Exception):
    """What was received cannot turn into what is expected.

    Attributes:
        came: the beginning of what came instead.
    """

    def __init__(self, came: bytes) -> None:
        super().__init__(came)
        self.came = came


class Unread(Protocol):
    """Holds what was received; `take` methods return None while the expected may still come."""

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""

    def put(self, message: bytes) -> None:
        """Keep one message or one piece of a stream."""

    def take_equal(self, expected: bytes) -> bytes | None:
        """Take exactly these bytes.

        Raises:
            MismatchError: something else came.
        """

    def take_containing(self, expected: bytes) -> bytes | None:
        """Take what has these bytes in it.

        Raises:
            MismatchError: something else came.
        """

    def take_any(self) -> bytes | None:
        """Take what has come, at least one message."""

    def take_all(self) -> bytes:
        """Take everything, which may be nothing."""

    def is_empty(self) -> bool:
        """Whether nothing has come, not even an empty message."""

    def peek(self) -> bytes:
        """The beginning of what would be taken next, for people to read."""


class UnreadStream:
    """Bytes of a stream, however they were divided on the way."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._sought: tuple[Match, bytes] | None = None
        self._searched = 0

    @property
    def size(self) -> int:
        """See `Unread.size`."""
        return len(self._held)

    def put(self, message: bytes) -> None:
        """See `Unread.put`."""
        self._held += message

    def take_equal(self, expected: bytes) -> bytes | None:
        """Take these bytes from the beginning; what is behind them stays."""
        self._seek(Match.EQUALS, expected)
        place = min(len(self._held), len(expected))
        # What came before has been compared when it came.
        if self._held[self._searched : place] != expected[self._searched : place]:
            raise MismatchError(self.peek())
        self._searched = place
        return self._take(place) if place == len(expected) else None

    def take_containing(self, expected: bytes) -> bytes | None:
        """Take everything up to the end of these bytes."""
        self._seek(Match.CONTAINS, expected)
        place = self._held.find(expected, self._searched)
        if place < 0:
            self._searched = max(len(self._held) - len(expected) + 1, 0)
            return None
        return self._take(place + len(expected))

    def take_any(self) -> bytes | None:
        """Take everything, once there is something."""
        return self.take_all() or None

    def take_all(self) -> bytes:
        """See `Unread.take_all`."""
        return self._take(len(self._held))

    def is_empty(self) -> bool:
        """See `Unread.is_empty`."""
        return not self._held

    def peek(self) -> bytes:
        """See `Unread.peek`."""
        return bytes(self._held[:PEEK_SIZE])

    def _seek(self, match: Match, expected: bytes) -> None:
        """Search from the beginning, unless the same was searched for before."""
        if self._sought != (match, expected):
            self._sought, self._searched = (match, expected), 0

    def _take(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        self._searched = 0
        return taken


class UnreadMessages:
    """Separate messages, each compared whole."""

    def __init__(self) -> None:
        self._messages: deque[bytes] = deque()
        self._size = 0

    @property
    def size(self) -> int:
        """See `Unread.size`."""
        return self._size

    def put(self, message: bytes) -> None:
        """See `Unread.put`."""
        self._messages.append(message)
        self._size += len(message) + MESSAGE_COST

    def take_equal(self, expected: bytes) -> bytes | None:
        """Take the next message, which must be these bytes."""
        if self._messages and self._messages[0] != expected:
            raise MismatchError(self.peek())
        return self.take_any()

    def take_containing(self, expected: bytes) -> bytes | None:
        """Take the next message, which must have these bytes in it."""
        if self._messages and expected not in self._messages[0]:
            raise MismatchError(self.peek())
        return self.take_any()

    def take_any(self) -> bytes | None:
        """Take the next message."""
        if not self._messages:
            return None
        message = self._messages.popleft()
        self._size -= len(message) + MESSAGE_COST
        return message

    def take_all(self) -> bytes:
        """Take all messages, joined."""
        taken = b"".join(self._messages)
        self._messages.clear()
        self._size = 0
        return taken

    def is_empty(self) -> bool:
        """See `Unread.is_empty`."""
        return not self._messages

    def peek(self) -> bytes:
        """See `Unread.peek`."""
        return self._messages[0][:PEEK_SIZE] if self._messages else b""
