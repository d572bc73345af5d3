"""The sink that keeps a session: an SQLite file that survives crashes and full disks."""

import contextlib
import sqlite3
from pathlib import Path

from socket_workbench.clock import time_ns
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import (
    FULL,
    DisplacedError,
    StorageError,
    StorageFullError,
    reason_of,
)
from socket_workbench.journal.event import LONGEST_NAME, SESSION, Event, Kind, Source
from socket_workbench.journal.storage.parts import LOG, beside
from socket_workbench.journal.storage.recorded_file import Place, RecordedFile
from socket_workbench.journal.storage.schema import MERGE_BYTES, MERGE_EVENTS
from socket_workbench.journal.storage.segment import Segment, split
from socket_workbench.journal.storage.unsent import Unsent, write_unsent
from socket_workbench.language import tr, trn

_KEPT_SOURCES = 10_000
"""Sources that are remembered while the disk is full; the oldest are forgotten."""

_INSERT_SOURCE = "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_FRAMING = "INSERT INTO framings VALUES (?, ?)"
_INSERT_SEGMENT = "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Store:
    """Writes a new journal file, one transaction for each batch.

    What was written survives the end of the process at any moment. When the disk is full or fails,
    recording stops and the events are counted; the next batch that can be written is preceded by a
    note of how many are missing. All calls come from one thread at a time.

    Args:
        path: the file, which must not exist yet.

    Attributes:
        path: the file.
        count: rows that readers can see.
        lost: events not recorded since writing last succeeded.

    Raises:
        JournalOpenError: the file exists, or something beside its name, or it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.lost = 0
        self._missing = 0
        self._fault = ""
        self._place = Place.AS_MADE
        self._has_news = False
        self._reason = ""
        self._sources: list[Source] = []
        self._unsent: list[Unsent] = []
        # The newest segments' events, as long as the segments may still be merged.
        self._tail: list[Batch] = []
        self._file = RecordedFile(path)
        self._database = self._file.database

    @property
    def fault(self) -> str:
        """A sentence while recording has stopped, or the file was removed; else empty."""
        if self._fault or self._place is not Place.NOWHERE:
            return self._fault
        return tr(
            "{path} was removed while it is recorded: all of it will be lost. End the recording "
            "and begin another.",
            path=self.path,
        )

    @property
    def missing(self) -> int:
        """How many events are not recorded, or will be gone with the file when it is closed."""
        return self._missing + (self.count if self._place is Place.NOWHERE else 0)

    def take_unsent(self, entries: list[Unsent]) -> None:
        """Take entries, to be written with the next batch."""
        self._unsent.extend(entries)

    def write(self, sources: list[Source], events: list[Event]) -> None:
        """Write a batch in one transaction; see `write_batch`."""
        self.write_batch(sources, Batch.of_events(events))

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Write a batch in one transaction.

        Raises:
            StorageFullError: the disk is full; raised once, until writing has succeeded again.
            StorageError: the file cannot be written for another reason; likewise.
        """
        self._sources.extend(sources)
        if not (self._sources or self._unsent or batch):
            return
        try:
            self._commit(self._loss_note() + batch if self.lost else batch)
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._database.rollback()
            self.lost += len(batch)
            self._missing += len(batch)
            del self._sources[:-_KEPT_SOURCES]
            del self._unsent[:-_KEPT_SOURCES]
            self._fail(error)

    def close(self) -> None:
        """Write the note of what is missing, if anything is; close the file.

        Raises:
            StorageError: the note cannot be written, so that nothing in the file tells of it.
        """
        try:
            if self.lost:
                # Makes room for the note in the log, as far as the file has room for what is there.
                self._file.checkpoint()
                self._commit(self._loss_note())
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._database.rollback()
            raise StorageError(
                trn(
                    "The last {count} event is not in {path}: {reason}.",
                    "The last {count} events are not in {path}: {reason}.",
                    self.lost,
                    path=self.path,
                    reason=self._reason,
                )
            ) from error
        finally:
            self._file.close(is_whole=not self.lost)
            self.lost = 0

    def tend(self) -> None:
        """Move what is in the log into the file, and check that the file is where it was made.

        A copy of the file without its log, as people make it, then lacks about the last second.

        Raises:
            DisplacedError: the file has been moved or removed; raised once for each.
        """
        if self._has_news:
            self._has_news = False
            self._file.checkpoint()
        place = self._file.place()
        if place is self._place:
            return
        self._place = place
        if place is Place.NOWHERE:
            raise DisplacedError(self.fault)
        if place is Place.ELSEWHERE:
            raise DisplacedError(
                tr(
                    "{path} was moved while it is recorded. Recording goes on; until it ends, the "
                    "newest rows are in {log} only.",
                    path=self.path,
                    log=beside(self.path, LOG),
                )
            )

    def _commit(self, batch: Batch) -> None:
        """Write all or nothing.

        Raises:
            sqlite3.Error: nothing was written.
        """
        first, batch, tail = self._merged(batch)
        segments = []
        position = first
        for part in split(batch):
            segments.append(_segment_row(position, Segment.pack(part)))
            position += len(part)
        database = self._database
        database.execute("BEGIN IMMEDIATE")
        database.executemany(_INSERT_SOURCE, map(_source_row, self._sources))
        framed = [(each.number, _stored(each.framing)) for each in self._sources if each.framing]
        if framed:
            database.executemany(_INSERT_FRAMING, framed)
        if first < self.count:
            database.execute("DELETE FROM segments WHERE first >= ?", (first,))
        database.executemany(_INSERT_SEGMENT, segments)
        if self._unsent:
            write_unsent(database, self._unsent)
        database.execute("COMMIT")
        self._sources.clear()
        self._unsent.clear()
        if batch:
            # Only segments at the very end may be merged.
            self._tail = [*tail, batch] if len(segments) == 1 and _small(batch) else []
        self.count = position
        self.lost = 0
        self._fault = ""
        self._has_news = True

    def _merged(self, batch: Batch) -> tuple[int, Batch, list[Batch]]:
        """Join small segments at the end with new events.

        A segment is joined only with about as many events as it has, so an event is written anew
        at most about ten times, and a session of tiny batches has few segments.

        Returns:
            The first row of what to write instead, its events, and the segments that stay.
        """
        tail = list(self._tail)
        first = self.count
        while batch and tail and len(tail[-1]) <= 2 * len(batch):
            joined = tail[-1] + batch
            if not _small(joined):
                return first, batch, []
            first -= len(tail.pop())
            batch = joined
        return first, batch, tail

    def _loss_note(self) -> Batch:
        text = trn(
            "{count} event was not recorded: {reason}",
            "{count} events were not recorded: {reason}",
            self.lost,
            reason=self._reason,
        )
        return Batch.of_events([Event(time_ns(), SESSION.number, Kind.NOTE, text=text)])

    def _fail(self, error: sqlite3.Error) -> None:
        stopped = not self._fault
        if getattr(error, "sqlite_errorcode", 0) in FULL:
            self._reason = tr("the disk was full")
            self._fault = tr(
                "Recording has stopped: the disk with {path} is full. "
                "Free some space, and recording resumes.",
                path=self.path,
            )
            fault: StorageError = StorageFullError(self._fault)
        else:
            self._reason = reason_of(error)
            self._fault = tr(
                "Recording has stopped: {path} cannot be written ({reason}). "
                "See that the disk is there; recording then resumes.",
                path=self.path,
                reason=self._reason,
            )
            fault = StorageError(self._fault)
        if stopped:
            raise fault from error


def _small(batch: Batch) -> bool:
    return len(batch) <= MERGE_EVENTS and batch.payload_bytes() <= MERGE_BYTES


def _source_row(source: Source) -> tuple[int, str, str, str, int, str, str]:
    return (
        source.number,
        source.role.value,
        _stored(source.name),
        _stored(source.endpoint),
        source.connection,
        _stored(source.local),
        _stored(source.peer),
    )


def _stored(name: str) -> str:
    """Return a name as the file takes it: a path may have bytes that are no text."""
    return name[:LONGEST_NAME].encode("utf-8", "backslashreplace").decode()


def _segment_row(first: int, segment: Segment) -> tuple[int | bytes, ...]:
    return (
        first,
        segment.count,
        segment.started,
        segment.ended,
        len(segment.payload),
        segment.pairs,
        segment.marks,
        segment.times,
        segment.lengths,
        segment.offsets,
        segment.texts,
        segment.kept,
        segment.payload,
    )
