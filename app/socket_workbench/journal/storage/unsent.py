"""How much was sent of messages that the system did not take whole.

A message is recorded just before it is sent, since the answer to it may be recorded before the call
returns. Of one that was not taken whole, how much was is kept beside the rows, in a table of its
own.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import UNTOLD, Event, Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.storage.salvage import Run

_INSERT = "INSERT OR IGNORE INTO unsent VALUES (?, ?, ?)"
_BETWEEN = "SELECT time, source, taken FROM unsent WHERE time BETWEEN ? AND ? LIMIT ?"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM unsent LIMIT ?)"

MOST = 100_000
"""The most entries that are read at once."""

Key = tuple[int, int]


class Unsent(NamedTuple):
    """A message of which the system took less than all.

    Attributes:
        time: of the event that records it.
        source: the number of that event's source.
        taken: bytes that were taken, or `UNTOLD`.
    """

    time: int
    source: int
    taken: int


def write_unsent(database: sqlite3.Connection, entries: Iterable[Unsent]) -> None:
    """Write entries, within the transaction that is open.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    database.executemany(_INSERT, entries)


def with_unsent(events: list[Event], entries: Sequence[Unsent]) -> list[Event]:
    """Return events, with `taken` set in those that an entry is about."""
    if not entries:
        return events
    taken = {(time, source): count for time, source, count in entries}
    return [
        event._replace(taken=taken[event.time, event.source])
        if event.kind is Kind.SENT and (event.time, event.source) in taken
        else event
        for event in events
    ]


class UnsentRows:
    """Reads the entries in a journal's file.

    Args:
        run: runs a statement on the file.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def between(self, first: int, last: int) -> dict[Key, int]:
        """Return the bytes taken of the messages of a period, or `UNTOLD`, by time and source."""
        with suppress(JournalDamagedError):
            found = self._run(_BETWEEN, (first, last, MOST), (int, int, int))
            return {(time, source): max(taken, UNTOLD) for time, source, taken in found}
        return {}

    def count(self) -> int:
        """Return how many entries there are; `MOST` where there are more."""
        with suppress(JournalDamagedError):
            return int(self._run(_COUNT, (MOST,), (int,))[0][0])
        return 0

    def with_taken(self, rows: list[Row]) -> list[Row]:
        """Return rows, with `taken` set in those whose message was not taken whole."""
        times = [row.time for row in rows if row.kind is Kind.SENT]
        taken = self.between(min(times), max(times)) if times else {}
        if not taken:
            return rows
        return [
            row._replace(taken=taken.get((row.time, row.source.number)))
            if row.kind is Kind.SENT
            else row
            for row in rows
        ]
