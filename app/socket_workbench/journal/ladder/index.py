"""An index of a session for its ladder: when rows were, and what belongs together.

It takes some 21 bytes for each row, so that a picture reads only the rows that are seen.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate

from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import CALLS, SESSION, Kind, Source
from socket_workbench.journal.ladder.streams import Datagrams, Stream
from socket_workbench.journal.other_ends import OtherNames
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.segment import (
    Numbers,
    Segment,
    column,
    pair_at,
    unpack_marks,
    unpack_pairs,
    unpack_texts,
)

_DATAGRAMS = ("udp://", "unixgram://")
_COMPARED = 256
"""Bytes of a datagram that are compared."""

_MOST_ENDS = 65_536
"""Sources whose other ends are remembered, some 6 MB."""

_MOST_OPEN = 256
"""Calls of one source that may wait at the same time; a file may hold anything."""

NONE = -1
"""In place of a row's number: it has not happened."""


def sent_bytes(length: int, taken: int | None) -> int:
    """Return how many bytes of a message were sent, as far as that is known."""
    return length if taken is None or taken < 0 else min(length, taken)


class Track:
    """What one source has done, by the numbers of its rows.

    Attributes:
        source: the source.
        sent: what it has sent.
        received: what it has received.
        first: its first row.
        last: its last row so far.
        closed: the row at which it was closed or stopped; `NONE` before that.
        opened: the row at which it was accepted or connected; `NONE` if it was there before.
        half_closed: the row at which it ended its side of the stream.
        ended: the row at which it has seen the end of the stream.
        reset: the row of a reset.
        failed: the row of an error.
        begun: the rows at which calls began to wait, ascending.
        returned: for each of them the row at which the call returned; 0 while it waits.
        open_calls: by the number of each call that waits, its place in `begun`.
        let_go: by the same place, the row at which a call that was held has begun to wait.
    """

    __slots__ = (
        "begun",
        "closed",
        "ended",
        "failed",
        "first",
        "half_closed",
        "last",
        "let_go",
        "open_calls",
        "opened",
        "received",
        "reset",
        "returned",
        "sent",
        "source",
    )

    def __init__(self, source: Source, first: int) -> None:
        self.source = source
        is_datagram = source.endpoint.startswith(_DATAGRAMS)
        self.sent: Stream | Datagrams = Datagrams() if is_datagram else Stream()
        self.received: Stream | Datagrams = Datagrams() if is_datagram else Stream()
        self.first = self.last = first
        self.opened = self.closed = self.half_closed = self.ended = NONE
        self.reset = self.failed = NONE
        self.begun: Numbers = array("I")
        self.returned: Numbers = array("I")
        self.open_calls: dict[int, int] = {}
        self.let_go: dict[int, int] = {}

    @property
    def is_stream(self) -> bool:
        """Whether bytes come in the order in which they were sent."""
        return isinstance(self.sent, Stream)

    def waits(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the begun and the returned row of the calls that waited in a range of rows.

        The second is 0 for a call that still waits.
        """
        end = bisect_right(self.begun, last)
        begin = bisect_left(self.begun, first, 0, end)
        # Of those that began before, only the last few can reach so far: a thread waits in one.
        for place in range(max(begin - _MOST_OPEN, 0), end):
            if place >= begin or not 0 < self.returned[place] < first:
                yield self.begun[place], self.returned[place]

    def is_waiting(self, row: int) -> bool:
        """Whether a call that waits now, or is held, is recorded so at a row."""
        place = bisect_left(self.begun, row)
        if place == len(self.begun) or self.begun[place] != row:
            return row in self.let_go.values()
        return not self.returned[place] and place not in self.let_go

    def last_sent(self, before: int, most: int) -> list[int]:
        """Return the last rows before one that have sent something."""
        rows = self.sent.rows
        end = bisect_left(rows, before)
        return list(rows[max(end - most, 0) : end])

    def note(self, row: int, kind: Kind) -> None:
        """Remember a row that happens once."""
        match kind:
            case Kind.ACCEPTED | Kind.CONNECTED:
                self.opened = row
            case Kind.CLOSED | Kind.STOPPED:
                self.closed = row
            case Kind.HALF_CLOSED:
                self.half_closed = row
            case Kind.END_OF_STREAM:
                self.ended = row
            case Kind.RESET:
                self.reset = row
            case Kind.ERROR:
                self.failed = row

    def note_call(self, row: int, kind: Kind, text: str) -> None:
        """Remember when a call began to wait, or that one which waited has returned."""
        if kind is Kind.CALL and not self.open_calls:
            return
        number = CallRecord.read(text).number
        if kind is Kind.CALL_BEGUN:
            if number in self.open_calls:
                # It was held before, and waits now.
                self.let_go[self.open_calls[number]] = row
                return
            if len(self.open_calls) < _MOST_OPEN:
                self.open_calls[number] = len(self.begun)
            self.returned.append(0)
            self.begun.append(row)
        elif (place := self.open_calls.pop(number, None)) is not None:
            self.returned[place] = row
            self.let_go.pop(place, None)


class _Sources:
    """Reads sources for `OtherNames`, from whatever has them now."""

    def __init__(self) -> None:
        self.read: Callable[[int], list[Source]] = lambda after: []

    def sources(self, after: int = 0) -> list[Source]:
        """Return the sources with numbers above `after`, in order."""
        return self.read(after)


class LadderIndex:
    """The index; grows with the session.

    One thread may add rows while others read.

    Attributes:
        times: when each row was, in nanoseconds since 1970, ascending: a row that was recorded out
            of order has the time of the one before it.
        sources: the number of each row's source.
        kinds: the kind of each row.
        tracks: what each source has done, by the source's number.
    """

    def __init__(self) -> None:
        self.times: Numbers = array("q")
        self.sources: Numbers = array("I")
        self.kinds = bytearray()
        self.tracks: dict[int, Track] = {}
        self._latest = 0
        self._datagrams: list[Track] = []
        # The last row of each gap: what was lost there is not known.
        self._gaps: Numbers = array("I")
        self._count = 0
        self._sources = _Sources()
        self._names = OtherNames(self._sources)
        # Other ends that were found among the sources up to a number.
        self._ends: dict[int, Source | None] = {}
        self._ends_among = 0

    @property
    def count(self) -> int:
        """The number of rows in the index."""
        return self._count

    def add(
        self, time: int, source: Source, kind: Kind, length: int, payload: bytes, text: str
    ) -> None:
        """Add the next row.

        Args:
            time: nanoseconds since 1970.
            source: where it happened.
            kind: what happened.
            length: bytes sent or received.
            payload: the beginning of those bytes.
            text: its text.
        """
        row = self._count
        self._latest = max(self._latest, time)
        self.times.append(self._latest)
        self.sources.append(source.number)
        self.kinds.append(kind)
        self._add(row, source, kind, length, payload, text)
        self._count = row + 1

    def _add(
        self, row: int, source: Source, kind: Kind, length: int, payload: bytes, text: str
    ) -> None:
        if source.number == SESSION.number:
            if kind is Kind.NOTE:
                self._gaps.append(row)
            return
        track = self.tracks.get(source.number)
        if track is None:
            track = self.tracks[source.number] = Track(source, row)
            if isinstance(track.received, Datagrams):
                self._datagrams.append(track)
        track.last = row
        if kind is Kind.SENT or kind is Kind.RECEIVED:
            stream = track.sent if kind is Kind.SENT else track.received
            if isinstance(stream, Stream):
                stream.add(row, length)
            else:
                stream.add(row, length, payload)
        elif kind in CALLS:
            track.note_call(row, kind, text)
        else:
            track.note(row, kind)

    def read(self, reader: Reader, end: int, is_cancelled: Callable[[], bool]) -> Iterator[int]:
        """Add the rows of a session up to `end`; yield how many there are after each segment.

        Raises:
            JournalError: the session cannot be read.
        """
        while self._count < end and not is_cancelled():
            first, segment = reader.segment(self._count)
            last = min(first + segment.count, end)
            try:
                self._add_segment(reader, first, segment, last)
            except JournalDamagedError:
                self._add_gap(last)
            self.know_sources(reader.sources)
            yield self._count

    def _add_gap(self, end: int) -> None:
        for _ in range(self._count, end):
            self.add(0, SESSION, Kind.NOTE, 0, b"", "")

    def _add_segment(self, reader: Reader, first: int, segment: Segment, end: int) -> None:
        pairs = unpack_pairs(segment.pairs)
        marks = unpack_marks(segment.marks, len(pairs), segment.count)
        times = column("q", segment.times, segment.count)
        lengths = column("I", segment.lengths, segment.count)
        kept = segment.kept_lengths()
        offsets = column("I", segment.offsets, segment.count)
        texts = unpack_texts(segment.texts)
        taken = reader.unsent.between(segment.started, segment.ended)
        acts = {}
        for mark in set(marks):
            number, kind = pair_at(pairs, mark)
            known = self.tracks.get(number)
            acts[mark] = (known.source if known else reader.source(number)), number, kind
        start = self._count
        places = range(start - first, end - first)
        self.times.extend(accumulate(times[places.start : places.stop], max, initial=self._latest))
        # `accumulate` yields what it begins with, too.
        del self.times[start]
        self._latest = self.times[-1] if self.times else 0
        self.sources.extend([acts[marks[place]][1] for place in places])
        self.kinds.extend([acts[marks[place]][2] for place in places])
        for place in places:
            source, number, kind = acts[marks[place]]
            length, payload = lengths[place], b""
            if taken and kind is Kind.SENT:
                length = sent_bytes(length, taken.get((times[place], number)))
            if self._datagrams or number not in self.tracks:
                begin = offsets[place]
                payload = segment.payload[begin : begin + min(kept[place], _COMPARED)]
            text = texts.get(place, "") if kind in CALLS else ""
            self._add(first + place, source, kind, length, payload, text)
        self._count = end

    def know_sources(self, read: Callable[[int], list[Source]]) -> None:
        """Read the sources that are new, and look for the datagrams that were received since.

        Args:
            read: returns the sources with numbers above one, in order.
        """
        self._sources.read = read
        self._names.read_new_sources()
        for track in self._datagrams:
            received = track.received
            if isinstance(received, Datagrams) and received.settled < len(received.rows):
                end = self._names.end(track.source)
                other = None if end is None else self.tracks.get(end.number)
                if other is not None and isinstance(other.sent, Datagrams):
                    received.look_for(other.sent)

    def end(self, source: Source) -> Source | None:
        """Return the other end of a connection; None if the session does not have it.

        For one thread: what was found is remembered.
        """
        if self._ends_among != self._names.newest or len(self._ends) > _MOST_ENDS:
            self._ends.clear()
            self._ends_among = self._names.newest
        if source.number not in self._ends:
            self._ends[source.number] = self._names.end(source)
        return self._ends[source.number]

    def other(self, source: Source) -> Track | None:
        """Return what the other end has done; None if the session does not have it."""
        end = self.end(source)
        return None if end is None else self.tracks.get(end.number)

    def partners(self, row: int, most: int) -> list[int]:
        """Return the rows at the other end with the bytes of a row that has sent or received some.

        Args:
            row: the number of the row.
            most: how many rows to return at most.
        """
        kind = self.kinds[row]
        track = self.tracks.get(self.sources[row])
        if track is None or kind not in (Kind.SENT, Kind.RECEIVED) or self._is_cut(track, row):
            return []
        other = self.other(track.source)
        if other is None:
            return []
        mine, others = (
            (track.sent, other.received) if kind == Kind.SENT else (track.received, other.sent)
        )
        if isinstance(mine, Datagrams):
            found = mine.partner(row)
            return [] if found is None else [found]
        if isinstance(others, Datagrams):
            return []
        return [others.rows[place] for place in mine.partners(row, others)[:most]]

    def _is_cut(self, track: Track, row: int) -> bool:
        """Whether rows were lost between a source's first row and another one."""
        place = bisect_left(self._gaps, row)
        return place > 0 and self._gaps[place - 1] > track.first

    def is_lost(self, row: int) -> bool:
        """Whether a datagram was sent that has not arrived, though a later one has."""
        track = self.tracks.get(self.sources[row])
        return track is not None and isinstance(track.sent, Datagrams) and track.sent.is_lost(row)

    def row_at(self, time: int) -> int:
        """Return the number of the first row at a time or later; `count` if there is none."""
        return bisect_left(self.times, time, 0, self._count)
