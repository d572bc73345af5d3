"""The history of sent messages, recalled with Up and Down or from the list of sent messages."""

from collections.abc import Iterable
from typing import NamedTuple

from socket_workbench.gui.sending.composition import HEX, TEXT, compose
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.payload.text import TextDecoder

LONGEST = 100
"""The most entries."""

MOST_CHARACTERS = 500_000
"""The most characters of all entries together."""

MOST_SAVED = 50_000
"""The most characters that are saved: all panes share a settings file of a bounded size."""


class WrittenMessage(NamedTuple):
    """A message as it is written in a field, with all that its bytes depend on.

    Attributes:
        mode: `text` or `hex`.
        text: what is written.
        line_end: what is added behind it.
        encoding: Python's name of the encoding of its characters.
    """

    mode: str = TEXT
    text: str = ""
    line_end: LineEnd = LineEnd.NONE
    encoding: str = "utf-8"

    def data(self) -> bytes:
        """Return the bytes of the message; raises `CompositionError` if the text is invalid."""
        return compose(self.text, self.mode, self.line_end, self.encoding)

    def saved(self) -> list[str]:
        """Return a value for the settings."""
        return [self.mode, self.text, self.line_end.value, self.encoding]

    @classmethod
    def restored(cls, value: object) -> "WrittenMessage | None":
        """Return the message that `saved` has described; None if the value describes none."""
        if not isinstance(value, list) or [type(part) for part in value] != [str] * 4:
            return None
        mode, text, line_end, encoding = value
        try:
            TextDecoder(encoding)
            restored = cls(mode, text, LineEnd(line_end), encoding)
        except ValueError:
            return None
        return restored if text and mode in (TEXT, HEX) else None


class MessageHistory:
    """A list of sent messages with a current position; the last position is the unsent draft."""

    def __init__(self, entries: Iterable[WrittenMessage] = ()) -> None:
        self._entries = list(entries)
        self._bound()
        self._place = len(self._entries)
        self._draft = WrittenMessage()

    def entries(self) -> list[WrittenMessage]:
        """Return the entries, oldest first."""
        return list(self._entries)

    def last(self) -> WrittenMessage | None:
        """Return the message that was sent last; None if there is none."""
        return self._entries[-1] if self._entries else None

    def saved(self) -> list[list[str]]:
        """Return a value for the settings: the newest entries, oldest first."""
        kept = _newest(self._entries, MOST_SAVED)
        return [entry.saved() for entry in kept]

    @classmethod
    def restored(cls, value: object) -> "MessageHistory":
        """Return the history that `saved` has described, without entries that are invalid."""
        found = value if isinstance(value, list) else []
        entries = (WrittenMessage.restored(entry) for entry in found[-LONGEST:])
        return cls(entry for entry in entries if entry is not None)

    def add(self, message: WrittenMessage) -> None:
        """Append an entry, unless it equals the last one, and go to the draft."""
        if message.text and self.last() != message:
            self._entries.append(message)
            self._bound()
        self._place = len(self._entries)
        self._draft = WrittenMessage()

    def earlier(self, draft: WrittenMessage) -> WrittenMessage | None:
        """Return the previous entry, and store the given draft; None at the oldest."""
        if self._place == 0:
            return None
        if self._place == len(self._entries):
            self._draft = draft
        self._place -= 1
        return self._entries[self._place]

    def later(self) -> WrittenMessage | None:
        """Return the next entry, or at the end the draft; None if already there."""
        if self._place == len(self._entries):
            return None
        self._place += 1
        if self._place == len(self._entries):
            return self._draft
        return self._entries[self._place]

    def _bound(self) -> None:
        """Remove the oldest entries if there are too many or they are too long together."""
        self._entries = _newest(self._entries[-LONGEST:], MOST_CHARACTERS)


def _newest(entries: list[WrittenMessage], most: int) -> list[WrittenMessage]:
    """Return the newest entries that have at most so many characters together."""
    first = len(entries)
    length = 0
    while first and length + len(entries[first - 1].text) <= most:
        first -= 1
        length += len(entries[first].text)
    return entries[first:]
