"""The journal of a running session: any thread appends, one thread writes.

`append` is on the path of every byte, so it takes no lock: a list's `append` is atomic, and so is
the addition to `_used` (the interpreter switches threads between calls and at jumps, and there is
neither between reading and writing the attribute). One comparison with `_mark` decides whether
`_attend` is called: when the writer sleeps, a batch is complete, or the backlog is full. Everything
else happens under the lock. Waiting events are fields in one flat list; `Batch` says why.
"""

import sys
import threading
from collections.abc import Sequence
from itertools import count
from typing import Any

from socket_workbench.clock import time_ns
from socket_workbench.journal.batch import FIELDS, Batch
from socket_workbench.journal.delivery import Delivery, FaultListener
from socket_workbench.journal.event import REPEATED, Kind, Role, Source
from socket_workbench.journal.sink import AnySink
from socket_workbench.journal.storage.unsent import Unsent

BACKLOG_LIMIT = 32 << 20
"""Bytes waiting to be written, above which `append` waits."""

EVENT_COST = 200
"""Bytes that an event takes in memory besides its payload."""

BATCH_BYTES = 4 << 20
"""Bytes that are handed to the sinks at once, without waiting for the interval to pass."""

_ALWAYS = -(1 << 62)
"""A `_mark` that every append exceeds, so that the next one wakes the writer."""


class Journal:
    """Takes events from any thread and hands them in batches to its sinks.

    Events keep the order in which they were appended. Their times are taken by the appending
    threads, so those of two threads may be out of order by as long as the interpreter lets one
    thread run.

    Args:
        sinks: where the events go; each gets every batch, in this order. They are closed with the
            journal.
        capture_limit: see `set_capture_limit`.
        backlog_limit: bytes (payloads and `EVENT_COST` for each event) that may wait to be
            written. `append` blocks while there are more.
        interval: seconds for which events are gathered before they are written.
        on_fault: called in the writer thread with a sink and what it raised; must not raise.
            A sink that raised anything but a passing `SinkError` gets no further batches.

    Attributes:
        cut_messages: how many messages a capture limit has cut.
        cut_bytes: the bytes of them that were not recorded.
    """

    def __init__(
        self,
        sinks: Sequence[AnySink],
        *,
        capture_limit: int | None = None,
        backlog_limit: int = BACKLOG_LIMIT,
        interval: float = 0.04,
        on_fault: FaultListener | None = None,
    ) -> None:
        self._delivery = Delivery(sinks, on_fault)
        self._limit = backlog_limit
        self._batch_bytes = min(BATCH_BYTES, backlog_limit)
        self._interval = interval

        self._fields: list[Any] = []
        self._extend = self._fields.extend
        self._most_kept = sys.maxsize
        self._cut_late: int | None = None
        self.cut_messages = 0
        self.cut_bytes = 0
        self._last_cut = b"", b""
        self._used = 0
        self._mark = _ALWAYS

        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._progress = threading.Condition(self._lock)
        self._new_sources: list[Source] = []
        self._unsent: list[Unsent] = []
        self._source_numbers = count(1)
        self._connection_numbers = count(1)
        self._taken = 0
        self._written = 0
        self._flush_to = 0
        self._closed = False
        self._ended = False
        self._done = False

        self.set_capture_limit(capture_limit)
        self._writer = threading.Thread(target=self._run, name="journal writer", daemon=False)
        self._writer.start()

    def add_source(
        self,
        role: Role,
        name: str,
        endpoint: str,
        connection: int = 0,
        local: str = "",
        peer: str = "",
        framing: str = "",
    ) -> Source:
        """Register a source of events; sinks get it with its first event at the latest."""
        with self._lock:
            number = next(self._source_numbers)
            source = Source(number, role, name, endpoint, connection, local, peer, framing)
            self._new_sources.append(source)
            if self._mark == _ALWAYS:
                self._work.notify()
        return source

    def next_connection(self) -> int:
        """The number for the session's next connection, from 1."""
        return next(self._connection_numbers)

    def set_capture_limit(self, limit: int | None) -> None:
        """Keep at most so many bytes of each payload from now on; None keeps all.

        It applies to every sink but a `WholeSink`. Without one, `append` cuts the payload: to cut
        it in another thread would cost more than to serve a connection.
        """
        if self._delivery.wants_whole:
            self._cut_late = limit
        else:
            self._most_kept = sys.maxsize if limit is None else limit

    def append(self, source_number: int, kind: Kind, payload: bytes = b"", text: str = "") -> int:
        """Record that something happened now; after `close` it is ignored.

        Blocks while the backlog is full. May be called from any thread but the writer's own.

        Returns:
            The event's time, as in `Event`.
        """
        now = time_ns()
        length = kept = len(payload)
        if length > self._most_kept:
            payload = self._beginning(payload)
            kept = len(payload)
        extend = self._extend  # a variable is called more quickly than an attribute
        extend((now, source_number, kind, payload, text, length))
        self._used += kept + EVENT_COST
        if self._used > self._mark:
            self._attend()
        return now

    def append_cut(self, source_number: int, kind: Kind, payload: bytes, length: int) -> int:
        """Record a message of so many bytes of which only the beginning is there; see `append`."""
        now = time_ns()
        kept = self._beginning(payload) if len(payload) > self._most_kept else payload
        cost = len(kept) + EVENT_COST
        self._extend((now, source_number, kind, kept, "", length))
        self._used += cost
        if self._used > self._mark:
            self._attend()
        return now

    def append_seen(
        self,
        moment: int,
        source_number: int,
        kind: Kind,
        payload: bytes = b"",
        text: str = "",
        length: int | None = None,
    ) -> None:
        """Record what has happened in another process; see `append`.

        Args:
            moment: when it happened, as in `Event`.
            source_number: where.
            kind: what happened.
            payload: its bytes, or the beginning of them.
            text: as in `Event`.
            length: how many bytes there were; None where the payload is all of them.
        """
        length = len(payload) if length is None else length
        kept = self._beginning(payload) if len(payload) > self._most_kept else payload
        cost = len(kept) + EVENT_COST
        self._extend((moment, source_number, kind, kept, text, length))
        self._used += cost
        if self._used > self._mark:
            self._attend()

    def append_repeated(
        self, moment: int, source_number: int, kind: Kind, payload: bytes, text: str = ""
    ) -> None:
        """Record an event of one of the kinds in `REPEATED`; see `append`.

        Its bytes are in the journal already, so a capture limit that cuts it counts nothing.

        Args:
            moment: when it happened, as in `Event`.
            source_number: where.
            kind: what happened.
            payload: its bytes, as in `Event`.
            text: as in `Event`.
        """
        length = len(payload)
        kept = self._shortened(payload) if length > self._most_kept else payload
        cost = len(kept) + EVENT_COST
        self._extend((moment, source_number, kind, kept, text, length))
        self._used += cost
        if self._used > self._mark:
            self._attend()

    def note_unsent(self, unsent: Unsent) -> None:
        """Record that the system took less than all of a message, before the event that says why.

        A sink that stores rows can store this later too; another sink uses it only if the message
        has not been written yet.
        """
        with self._lock:
            self._unsent.append(unsent)

    def flush(self) -> None:
        """Wait until everything appended before this call has been handed to the sinks."""
        with self._lock:
            wanted = self._taken + len(self._fields) // FIELDS + len(self._new_sources)
            self._flush_to = max(self._flush_to, wanted)
            self._work.notify()
            while self._written < wanted and not self._done:
                self._progress.wait()

    def close(self) -> None:
        """Write what was appended, close the sinks, and end the writer thread.

        Threads that wait in `append` go on; their events are written.
        """
        with self._lock:
            self._closed = True
            self._work.notify()
            self._progress.notify_all()
        self._writer.join()

    def _beginning(self, payload: bytes) -> bytes:
        """Cut a payload, and count it."""
        self.cut_messages += 1
        self.cut_bytes += len(payload) - self._most_kept
        return self._shortened(payload)

    def _shortened(self, payload: bytes) -> bytes:
        """Cut a payload; the same payload twice, as with an echo, gives the same object twice."""
        whole, beginning = self._last_cut
        if whole is not payload or len(beginning) != self._most_kept:
            beginning = payload[: self._most_kept]
            self._last_cut = payload, beginning
        return beginning

    def _cut(self, batch: Batch, limit: int) -> Batch:
        """Cut the payloads of a batch, of which a `WholeSink` gets the whole ones."""
        cut = [
            length - limit
            for kind, length in zip(batch.kinds, map(len, batch.payloads), strict=True)
            if length > limit and kind not in REPEATED
        ]
        self.cut_messages += len(cut)
        self.cut_bytes += sum(cut)
        return batch.cut(limit)

    def _attend(self) -> None:
        """Wake the writer, and wait while the backlog is full."""
        with self._lock:
            if self._ended:
                self._fields.clear()
                return
            if self._closed:
                return
            self._mark = self._limit
            self._work.notify()
            while self._used > self._limit and not self._closed:
                self._progress.wait()

    def _run(self) -> None:
        """The writer thread: batches to the sinks until the journal is closed and empty."""
        while self._wait_for_work():
            if self._fields or self._new_sources or self._closed:
                self._write_batch()
            self._delivery.tend()
        self._delivery.close()
        with self._lock:
            self._done = True
            self._progress.notify_all()

    def _write_batch(self) -> None:
        sources, batch, unsent = self._take()
        kept = batch if self._cut_late is None else self._cut(batch, self._cut_late)
        self._delivery.write(sources, kept, unsent, batch)
        cost = batch.payload_bytes() + EVENT_COST * len(batch)
        with self._lock:
            self._used -= cost
            self._written += len(sources) + len(batch)
            self._progress.notify_all()

    def _wait_for_work(self) -> bool:
        """Sleep until there is a batch or a sink wants to be tended; False at the journal's end."""
        with self._lock:
            while not (self._fields or self._new_sources or self._closed):
                # From here on every append notifies, so that none is missed.
                self._mark = _ALWAYS
                interval = self._delivery.patience
                if not self._fields and not self._work.wait(interval):
                    return True
            if self._ended:
                return False
            if not self._closed:
                self._mark = self._batch_bytes
                self._work.wait_for(self._has_batch, self._interval)
            return True

    def _has_batch(self) -> bool:
        return self._closed or self._flush_to > self._written or self._used > self._batch_bytes

    def _take(self) -> tuple[list[Source], Batch, list[Unsent]]:
        """Take all there is, or about a batch's worth when there is more."""
        with self._lock:
            self._mark = _ALWAYS if self._closed else self._limit
            # After close() one last batch takes everything, so that threads which go on
            # appending cannot keep the writer from ending.
            self._ended = self._closed
            count = len(self._fields) // FIELDS
            if self._used > self._batch_bytes and not self._ended:
                count = max(1, count * self._batch_bytes // self._used)
            fields = self._fields[: count * FIELDS]
            del self._fields[: count * FIELDS]
            sources, self._new_sources = self._new_sources, []
            unsent, self._unsent = self._unsent, []
            self._taken += len(sources) + len(fields) // FIELDS
        return sources, Batch.of_fields(fields), unsent
