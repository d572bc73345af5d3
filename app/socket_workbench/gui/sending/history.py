"""The history of sent messages, recalled with Up and Down or from the list of sent messages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import HEX, TEXT, compose_body, ending
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.payload.text import TextDecoder

if TYPE_CHECKING:
    from socket_workbench.gui.sending.filling import Filling
    from socket_workbench.values.source import Source

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
        appended: what is appended before the line end.
        has_values: whether `{{...}}` in the text stands for values, which are filled in anew each
            time; otherwise it is sent as it is written.
    """

    mode: str = TEXT
    text: str = ""
    line_end: LineEnd = LineEnd.NONE
    encoding: str = "utf-8"
    appended: Appended = NOTHING
    has_values: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing but what is written and its line end is sent."""
        return not self.has_values and not self.appended.what

    def data(self) -> bytes:
        """Return the bytes of a message without values.

        Raises:
            CompositionError: the text is invalid, or nothing can be appended to it.
        """
        body = compose_body(self.text, self.mode, self.line_end, self.encoding)
        end = ending(self.mode, self.line_end, self.encoding)
        return body + self.appended.after(body, self.encoding) + end

    def filling(self, source: "Source") -> "Filling":
        """Return what makes the bytes of a message with values.

        Args:
            source: the clock, random numbers and counters.

        Raises:
            CompositionError: the text has a mistake.
        """
        from socket_workbench.gui.sending.filling import Filling

        return Filling(self.text, self.mode, self.line_end, self.encoding, self.appended, source)

    def saved(self) -> list[object]:
        """Return a value for the settings."""
        written = [self.mode, self.text, self.line_end.value, self.encoding]
        return [*written, self.appended.saved(), self.has_values]

    @classmethod
    def restored(cls, value: object) -> "WrittenMessage | None":
        """Return the message that `saved` has described; None if the value describes none."""
        if not isinstance(value, list) or len(value) != len(cls._fields):
            return None
        *texts, appended, has_values = value
        if [type(part) for part in texts] != [str] * 4 or not isinstance(has_values, bool):
            return None
        mode, text, line_end, encoding = texts
        kept = Appended.restored(appended)
        try:
            TextDecoder(encoding)
            end = LineEnd(line_end)
        except ValueError:
            return None
        if kept is None or not text or mode not in (TEXT, HEX):
            return None
        return cls(mode, text, end, encoding, kept, has_values)


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

    def saved(self) -> list[list[object]]:
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
