"""The history of sent messages, recalled with Up and Down."""

from collections.abc import Iterable

LONGEST = 200
"""The most entries."""

MOST_CHARACTERS = 500_000
"""The most characters of all entries together."""


class MessageHistory:
    """A list of sent messages with a current position; the last position is the unsent draft.

    Each entry is a mode (`text` or `hex`) and a text.
    """

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        self._entries = list(entries)
        self._bound()
        self._place = len(self._entries)
        self._draft: tuple[str, str] = ("text", "")

    def entries(self) -> list[tuple[str, str]]:
        """Return the entries, oldest first."""
        return list(self._entries)

    def add(self, mode: str, text: str) -> None:
        """Append an entry, unless it equals the last one, and go to the draft."""
        if text and self._entries[-1:] != [(mode, text)]:
            self._entries.append((mode, text))
            self._bound()
        self._place = len(self._entries)
        self._draft = ("text", "")

    def earlier(self, mode: str, text: str) -> tuple[str, str] | None:
        """Return the previous entry, and store the given draft; None at the oldest."""
        if self._place == 0:
            return None
        if self._place == len(self._entries):
            self._draft = (mode, text)
        self._place -= 1
        return self._entries[self._place]

    def later(self) -> tuple[str, str] | None:
        """Return the next entry, or at the end the draft; None if already there."""
        if self._place == len(self._entries):
            return None
        self._place += 1
        if self._place == len(self._entries):
            return self._draft
        return self._entries[self._place]

    def _bound(self) -> None:
        """Remove the oldest entries if there are too many or they are too long together."""
        del self._entries[:-LONGEST]
        length = sum(len(text) for _, text in self._entries)
        while length > MOST_CHARACTERS:
            length -= len(self._entries.pop(0)[1])
