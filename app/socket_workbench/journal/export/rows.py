"""Reads rows with their whole payloads, a few at a time."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import SESSION, Event, Kind
from socket_workbench.journal.known_sources import SourcedEvent
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.query import Filter, matching_rows
from socket_workbench.journal.storage.damage import Damage, missing_sentence

ROWS_AT_ONCE = 256
"""Rows that are read at once: so many are in memory, besides one message."""


def filtered_rows(
    reader: Reader, wanted: Filter, cancelled: Callable[[], bool], first: int = 0
) -> Iterator[int]:
    """Yield the numbers of the rows that match a filter, beginning with `first`."""
    return chain.from_iterable(matching_rows(reader, wanted, first, cancelled))


def runs(numbers: Iterable[int]) -> Iterator[Sequence[int]]:
    """Split ascending numbers into groups of at most `ROWS_AT_ONCE`."""
    if isinstance(numbers, range):
        for first in range(0, len(numbers), ROWS_AT_ONCE):
            yield numbers[first : first + ROWS_AT_ONCE]
        return
    run = array("Q")
    for number in numbers:
        run.append(number)
        if len(run) == ROWS_AT_ONCE:
            yield run
            run = array("Q")
    if run:
        yield run


class WholeEvents:
    """Reads events; each gap in a damaged file gives one event, a note.

    Args:
        reader: the session, opened by this thread.

    Attributes:
        reader: as the argument.
        damage: what was missing so far.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.damage = Damage()
        self._lost_at: int | None = None

    def of(self, numbers: Sequence[int]) -> Iterator[SourcedEvent]:
        """Yield the events of ascending rows; rows that follow one another are read together.

        The note of a gap before the first of them may come first.
        """
        start = 0
        for index in range(1, len(numbers) + 1):
            if index < len(numbers) and numbers[index] == numbers[index - 1] + 1:
                continue
            for row in self.reader.rows(numbers[start], index - start):
                event = None if row.is_missing else self._event(row)
                if event is None:
                    yield from self._lose(row)
                else:
                    yield from self.end()
                    yield row.source, event, max(row.length, len(event.payload))
            start = index

    def end(self) -> Iterator[SourcedEvent]:
        """Yield the note of a gap after the last event, if there is one."""
        if self._lost_at is not None:
            text = missing_sentence(*self.damage.gaps[-1])
            yield SESSION, Event(self._lost_at, SESSION.number, Kind.NOTE, b"", text), 0
            self._lost_at = None

    def missing(self) -> str:
        """Return a sentence that says what was missing so far; empty when nothing was."""
        reader = self.reader
        sentences = [reader.incomplete()]
        if reader.has_damage or self.damage.gaps:
            cut_after = reader.count() if reader.is_cut else None
            sentences.append(self.damage.sentence(reader.path, cut_after))
        return " ".join(filter(None, sentences))

    def _event(self, row: Row) -> Event | None:
        """Return a row's event; None where its payload is damaged."""
        payload = row.preview
        if len(payload) < row.length:
            try:
                payload = self.reader.payload(row.number)
            except JournalDamagedError:
                return None
        return Event(row.time, row.source.number, row.kind, payload, row.text, row.taken)

    def _lose(self, row: Row) -> Iterator[SourcedEvent]:
        gaps = self.damage.gaps
        if self._lost_at is not None and gaps[-1][1] != row.number:
            # Rows that are not exported lie between this gap and the one before.
            yield from self.end()
        if self._lost_at is None:
            self._lost_at = row.time
        self.damage.add(row.number)
