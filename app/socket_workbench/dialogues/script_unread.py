"""Buffers for what a script has received and no step has read yet."""

from collections import deque
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.dialogues.script_matchers import PEEK_SIZE, Matcher, MismatchError

MESSAGE_COST = 50
"""Bytes that a message takes in memory besides its own, so that empty ones count too."""


class Taken(NamedTuple):
    """What a matcher has found.

    Attributes:
        content: the bytes that were taken.
        groups: values of the variables that the match sets.
    """

    content: bytes
    groups: Mapping[str, bytes]


class Unread(Protocol):
    """Holds what was received."""

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""

    def put(self, message: bytes) -> None:
        """Keep one message or one piece of a stream."""

    def take(self, matcher: Matcher) -> Taken | None:
        """Take what matches next; returns None while it may still come.

        Raises:
            MismatchError: something else came.
        """

    def sought(self, matcher: Matcher) -> bytes | None:
        """Return the beginning of what matches, up to its end; None while nothing does.

        What cannot match any more may be dropped.
        """

    def take_all(self) -> bytes:
        """Take everything, which may be nothing."""

    def is_empty(self) -> bool:
        """Whether nothing has come, not even an empty message."""

    def peek(self) -> bytes:
        """The beginning of what would be taken next, for people to read."""

    def came(self) -> Comparison:
        """The same with its size; nothing is compared."""

    def compare(self, matcher: Matcher) -> Comparison:
        """Compare what would be taken next with what is expected, for people to read."""


class UnreadStream:
    """Bytes of a stream, however they were divided on the way."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def size(self) -> int:
        """See `Unread.size`."""
        return len(self._held)

    def put(self, message: bytes) -> None:
        """See `Unread.put`."""
        self._held += message

    def take(self, matcher: Matcher) -> Taken | None:
        """Take the bytes from the beginning that match; what is behind them stays."""
        found = matcher.look(self._held, is_whole=False)
        return None if found is None else Taken(self._take(found.size), found.groups)

    def sought(self, matcher: Matcher) -> bytes | None:
        """See `Unread.sought`; drops nothing."""
        found = matcher.look(self._held, is_whole=False)
        return None if found is None else bytes(self._held[: found.size])

    def take_all(self) -> bytes:
        """See `Unread.take_all`."""
        return self._take(len(self._held))

    def is_empty(self) -> bool:
        """See `Unread.is_empty`."""
        return not self._held

    def peek(self) -> bytes:
        """See `Unread.peek`."""
        return bytes(self._held[:PEEK_SIZE])

    def came(self) -> Comparison:
        """See `Unread.came`."""
        return Comparison(self.peek(), len(self._held))

    def compare(self, matcher: Matcher) -> Comparison:
        """See `Unread.compare`."""
        return matcher.compare(self._held, is_whole=False)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
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

    def take(self, matcher: Matcher) -> Taken | None:
        """Take the next message, which must match."""
        if not self._messages:
            return None
        found = matcher.look(self._messages[0], is_whole=True)
        if found is None:
            return None
        message = self._messages.popleft()
        self._size -= len(message) + MESSAGE_COST
        return Taken(message, found.groups)

    def sought(self, matcher: Matcher) -> bytes | None:
        """See `Unread.sought`; drops the messages before."""
        while self._messages:
            matcher.start_again()
            try:
                if matcher.look(self._messages[0], is_whole=True) is not None:
                    return self._messages[0]
            except MismatchError:
                pass
            self._size -= len(self._messages.popleft()) + MESSAGE_COST
        return None

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
        return self._next[:PEEK_SIZE]

    def came(self) -> Comparison:
        """See `Unread.came`."""
        return Comparison(self.peek(), len(self._next))

    def compare(self, matcher: Matcher) -> Comparison:
        """See `Unread.compare`."""
        return matcher.compare(self._next, is_whole=True)

    @property
    def _next(self) -> bytes:
        return self._messages[0] if self._messages else b""
