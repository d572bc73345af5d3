"""Which events of a segment a filter wants: by source and kind, by time, and by what was lost."""

from collections.abc import Callable
from operator import ne

from socket_workbench.journal.call_record import call_name
from socket_workbench.journal.event import CALLS, SESSION, WITH_PAYLOAD, Kind, Role, Source
from socket_workbench.journal.other_ends import OtherNames
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter, Period
from socket_workbench.journal.storage.segment import (
    Segment,
    column,
    damaged,
    unpack_marks,
    unpack_pairs,
    unpack_texts,
)

_MOST_KNOWN = 100_000
"""Pairs of source and kind whose answers are kept."""

_ALWAYS: Period = (None, None)

_EVERY_KIND = frozenset(kind.value for kind in Kind)
_RECEIVED = frozenset(kind.value for kind in WITH_PAYLOAD - {Kind.SENT})

_OPPOSITE = bytes([1]).ljust(256, b"\0")


class _Pairs(dict[int, bool]):
    """Decides about a segment's distinct pairs of source and kind, then about all its events.

    It keeps its answers, so that continuing with a journal that has grown costs nothing, however
    many sources there are. Only of a connection whose other end is needed and not there yet, it
    asks again.
    """

    def __init__(self, reader: Reader, others: OtherNames | None) -> None:
        super().__init__()
        self._reader = reader
        self._others = others
        # Sources are numbered as they come, so the last tells which have been looked at.
        self._last_source = SESSION.number
        self._judged: dict[int, frozenset[int]] = {SESSION.number: self._judge(SESSION, "")}

    def mask(self, count: int, pairs: bytes, marks: bytes) -> bytes:
        """Return 1 for each event that is wanted, else 0.

        Raises:
            JournalDamagedError: pairs and marks do not fit together.
        """
        if len(self) > _MOST_KNOWN:
            self.clear()
        if self._others is not None:
            self._others.read_new_sources()
        wanted = bytes(map(self.__getitem__, unpack_pairs(pairs)))
        indices = unpack_marks(marks, len(wanted), count)
        if isinstance(indices, bytes):
            return indices.translate(wanted.ljust(256, b"\0"))
        return _mask_of_wide_marks(marks, wanted, count)

    def __missing__(self, pair: int) -> bool:
        number, kind = pair >> 8, pair & 0xFF
        is_final = True
        if number not in self._judged:
            if self._others is None:
                self._look_at_new_sources()
            else:
                is_final = self._look_at(number, self._others)
        wanted = kind in self._judged.get(number, ())
        if is_final:
            self[pair] = wanted
        else:
            del self._judged[number]
        return wanted

    def _judge(self, source: Source, other: str) -> frozenset[int]:
        """Return the kinds that are wanted of a source.

        Args:
            source: the source.
            other: the name of its connection's other end; empty if it is not known.
        """
        raise NotImplementedError

    def _look_at_new_sources(self) -> None:
        for source in self._reader.sources(after=self._last_source):
            self._last_source = source.number
            self._judged[source.number] = self._judge(source, "")

    def _look_at(self, number: int, others: OtherNames) -> bool:
        """Judge a source; return whether that holds: the other end may not be there yet."""
        source = others.source(number)
        if source is None:
            return True
        other = others.of(source)
        self._judged[number] = self._judge(source, other or "")
        return other is not None


class WantedPairs(_Pairs):
    """Decides by source and kind, as a filter says."""

    def __init__(
        self, reader: Reader, restriction: Filter, others: OtherNames | None = None
    ) -> None:
        self._restriction = restriction
        self._kinds = {
            role: frozenset(kind.value for kind in Kind if restriction.wants_kind(role, kind))
            for role in Role
        }
        self._any_source = restriction.wants_every_source()
        named = others or OtherNames(reader)
        super().__init__(reader, named if restriction.names_peers else None)

    def __missing__(self, pair: int) -> bool:
        if self._any_source:
            wanted = self[pair] = pair & 0xFF in self._kinds[Role.SERVER]
            return wanted
        return super().__missing__(pair)

    def _judge(self, source: Source, other: str) -> frozenset[int]:
        if not self._restriction.wants_source(source, other):
            return frozenset()
        kinds = self._kinds[source.role]
        if self._restriction.hides_reads_of(source):
            kinds -= {Kind.RECEIVED.value}
        return kinds


class ColumnPairs(_Pairs):
    """Decides whether a text, in any case, is in what a row shows beside its message.

    That is: the name of the endpoint, the peer's address, the name of the connection's other end,
    the kind, and of some kinds where a message went, such as `→ Client 1`, or an address.
    """

    def __init__(self, reader: Reader, text: str, others: OtherNames) -> None:
        self._text = text.casefold()
        self._kinds = frozenset(
            kind.value for kind in Kind if self._is_in(kind.word.replace("_", " "), kind.word)
        )
        super().__init__(reader, others)

    def _judge(self, source: Source, other: str) -> frozenset[int]:
        if self._is_in(source.name, source.peer, other):
            return _EVERY_KIND
        end = other or source.peer
        kinds = self._kinds
        for text, shown_by in (
            (f"→ {end}", {Kind.SENT.value}),
            (f"← {end}", _RECEIVED),
            (source.endpoint, {Kind.LISTENING.value, Kind.CONNECTING.value}),
            (source.local, {Kind.CONNECTED.value}),
        ):
            if self._is_in(text):
                kinds |= shown_by
        return kinds

    def _is_in(self, *texts: str) -> bool:
        return any(self._text in text.casefold() for text in texts)


def both(one: bytes, other: bytes) -> bytes:
    """Return the events that two masks agree on."""
    agreed = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return agreed.to_bytes(len(one), "little")


def either(one: bytes, other: bytes) -> bytes:
    """Return the events of two masks."""
    found = int.from_bytes(one, "little") | int.from_bytes(other, "little")
    return found.to_bytes(len(one), "little")


def _mask_of_wide_marks(marks: bytes, wanted: bytes, count: int) -> bytes:
    """Return the mask where each mark has two bytes, little-endian.

    Translating all low bytes for each high byte is twenty times quicker than looking up each mark.
    """
    if 1 not in wanted:
        return bytes(count)
    low, high = marks[::2], marks[1::2]
    if high.translate(None, bytes(range(((len(wanted) - 1) >> 8) + 1))):
        raise damaged()
    mask = 0
    for block in range(0, len(wanted), 256):
        part = wanted[block : block + 256]
        if 1 in part:
            is_block = bytearray(256)
            is_block[block >> 8] = 1
            found = both(low.translate(part.ljust(256, b"\0")), high.translate(is_block))
            mask |= int.from_bytes(found, "little")
    return mask.to_bytes(count, "little")


class WantedTimes:
    """Decides about a whole segment where it can, else about each event."""

    def __init__(self, restriction: Filter) -> None:
        self._shown: Period = (restriction.begin, restriction.end)
        self._hidden = restriction.hidden_periods

    @property
    def are_all(self) -> bool:
        """Whether it does not matter when something happened."""
        return self._shown == _ALWAYS and not self._hidden

    def within(self, started: int, ended: int) -> bool | None:
        """Whether events from one time to another are wanted; None for some of them."""
        shown = _covers(self._shown, started, ended)
        hidden = {_covers(period, started, ended) for period in self._hidden}
        if shown is False or True in hidden:
            return False
        return None if shown is None or None in hidden else True

    def mask(self, segment: Segment) -> bytes:
        """Return 1 for each event that is wanted, else 0.

        Raises:
            JournalDamagedError: the times are damaged.
        """
        times = column("q", segment.times, segment.count)
        return bytes([self.within(time, time) is True for time in times])


def _covers(period: Period, started: int, ended: int) -> bool | None:
    """Whether a period has all from one time to another; None where it has a part of it."""
    begin = started if period[0] is None else period[0]
    end = ended + 1 if period[1] is None else period[1]
    if begin <= started and ended < end:
        return True
    return None if started < end and begin <= ended else False


class LostRows:
    """Finds the rows of a segment that tell of a loss.

    They are: what was dropped, what the recorder says about itself (events that a full disk cost,
    damaged rows), and messages of which a part is missing, whether the receive size or a capture
    limit has cut them.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        """Prepare it.

        Args:
            hidden: find the other rows instead.
        """
        self._hidden = hidden

    def mask(self, segment: Segment, cancelled: Callable[[], bool]) -> bytes:
        """Return 1 for each event that is found, else 0.

        Args:
            segment: the events.
            cancelled: not asked: this takes little time.

        Raises:
            JournalDamagedError: the columns do not fit together.
        """
        pairs = [_tells(pair) for pair in unpack_pairs(segment.pairs)]
        try:
            marks = unpack_marks(segment.marks, len(pairs), segment.count)
            found = bytes(map(pairs.__getitem__, marks))
        except IndexError:
            raise damaged() from None
        if segment.kept:
            lengths = column("I", segment.lengths, segment.count)
            found = either(found, bytes(map(ne, segment.kept_lengths(), lengths)))
        return found.translate(_OPPOSITE) if self._hidden else found

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


class CallNames:
    """Finds the rows of socket calls by their names.

    Args:
        names: in lower case, such as `recv`.
        hidden: find all other rows instead.
    """

    def __init__(self, names: frozenset[str], *, hidden: bool = False) -> None:
        self._names = names
        self._hidden = hidden

    def mask(self, segment: Segment, cancelled: Callable[[], bool]) -> bytes:
        """Return 1 for each event that is found, else 0; see `LostRows`."""
        are_calls = [pair & 0xFF in CALLS for pair in unpack_pairs(segment.pairs)]
        found = bytearray(segment.count)
        if any(are_calls):
            marks = unpack_marks(segment.marks, len(are_calls), segment.count)
            try:
                for index, text in unpack_texts(segment.texts).items():
                    if are_calls[marks[index]] and call_name(text) in self._names:
                        found[index] = 1
            except IndexError:
                raise damaged() from None
        return bytes(found).translate(_OPPOSITE) if self._hidden else bytes(found)

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


def _tells(pair: int) -> bool:
    source, kind = pair >> 8, pair & 0xFF
    return kind == Kind.DROPPED or (source == SESSION.number and kind == Kind.NOTE)
