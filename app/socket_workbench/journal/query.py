"""Which rows of a journal a person wants to see."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress

from socket_workbench.journal.event import SESSION, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Direction, direction_of
from socket_workbench.journal.search import TextSearch
from socket_workbench.journal.segment import SEGMENT_EVENTS, Numbers, unpack_marks, unpack_pairs

_INDICES = tuple(range(SEGMENT_EVENTS))


@dataclass(frozen=True, slots=True)
class Filter:
    """Restrictions that a row must all meet; None, or an empty text, is none.

    Attributes:
        endpoints: names of endpoints.
        sources: numbers of sources.
        connections: numbers of connections.
        peer: a text within the peer's address.
        direction: which way bytes travelled; only rows of sent and received bytes have one.
        kinds: what happened.
        text: a text within the payload (in UTF-8) or the event's text, upper and lower case alike.
    """

    endpoints: frozenset[str] | None = None
    sources: frozenset[int] | None = None
    connections: frozenset[int] | None = None
    peer: str = ""
    direction: Direction | None = None
    kinds: frozenset[Kind] | None = None
    text: str = ""

    def wants_source(self, source: Source) -> bool:
        """Whether rows from this source can be among those wanted."""
        return (
            (self.endpoints is None or source.name in self.endpoints)
            and (self.sources is None or source.number in self.sources)
            and (self.connections is None or source.connection in self.connections)
            and self.peer in source.peer
        )

    def wants_kind(self, role: Role, kind: Kind) -> bool:
        """Whether rows of this kind are wanted from sources on this side."""
        return (self.kinds is None or kind in self.kinds) and (
            self.direction is None or self.direction is direction_of(role, kind)
        )


def matching_rows(
    reader: Reader,
    restriction: Filter,
    first: int,
    cancelled: Callable[[], bool],
    end: int | None = None,
) -> Iterator[Numbers]:
    """Yield the numbers of the matching rows, in order, in an array (`Q`) for each segment.

    Args:
        reader: of this thread.
        restriction: what to look for.
        first: the row to begin with.
        cancelled: asked before each segment; True ends the search.
        end: the row to end before; None for those that are there when the search begins.

    Raises:
        JournalDamagedError: a segment cannot be read.
    """
    end = reader.count() if end is None else end
    pairs = _WantedPairs(reader, restriction)
    search = TextSearch(restriction.text) if restriction.text else None
    while first < end:
        before = first
        for start, count, stored_pairs, marks in reader.marks(first, end):
            if cancelled():
                return
            if start + count <= first:
                continue
            wanted = pairs.mask(count, stored_pairs, marks)
            if search is not None and 1 in wanted:
                # The segment may have been joined with others since.
                start, segment = reader.segment(max(start, first))
                count = segment.count
                wanted = _both(
                    pairs.mask(count, segment.pairs, segment.marks), search.matches(segment)
                )
            begin, stop = max(first, start), min(end, start + count)
            rows = _numbers(begin, wanted[begin - start : stop - start])
            first = start + count
            if rows:
                yield rows
        if first == before:
            return


class _WantedPairs:
    """Decides about a segment's distinct pairs of source and kind, then about all its events."""

    def __init__(self, reader: Reader, restriction: Filter) -> None:
        self._reader = reader
        self._restriction = restriction
        self._kinds = {
            role: frozenset(kind for kind in Kind if restriction.wants_kind(role, kind))
            for role in Role
        }
        self._any_source = restriction == Filter(kinds=restriction.kinds, text=restriction.text)
        # The roles of wanted sources. Sources are numbered as they come, so the last tells which
        # have been looked at.
        self._roles: dict[int, Role] = {}
        if restriction.wants_source(SESSION):
            self._roles[SESSION.number] = SESSION.role
        self._last_source = SESSION.number

    def mask(self, count: int, pairs: bytes, marks: bytes) -> bytes:
        """Return 1 for each event that is wanted, else 0."""
        wanted = bytes(map(self._wants, unpack_pairs(pairs)))
        indices = unpack_marks(marks, len(wanted), count)
        if isinstance(indices, bytes):
            return indices.translate(wanted.ljust(256, b"\0"))
        return bytes(map(wanted.ljust(1 << 16, b"\0").__getitem__, indices))

    def _wants(self, pair: int) -> bool:
        kind = pair & 0xFF
        if self._any_source:
            return kind in self._kinds[Role.SERVER]
        number = pair >> 8
        if number > self._last_source:
            self._look_at_new_sources()
        role = self._roles.get(number)
        return role is not None and kind in self._kinds[role]

    def _look_at_new_sources(self) -> None:
        for source in self._reader.sources(after=self._last_source):
            if self._restriction.wants_source(source):
                self._roles[source.number] = source.role
            self._last_source = source.number


def _numbers(first: int, wanted: bytes) -> Numbers:
    """Return the numbers of the wanted rows, where the mask begins with row `first`."""
    if 1 not in wanted:
        return array("Q")
    if 0 not in wanted:
        return array("Q", range(first, first + len(wanted)))
    # Ready-made numbers are several times quicker to pass by than new ones.
    indices = _INDICES if len(wanted) <= len(_INDICES) else range(len(wanted))
    return array("Q", [first + index for index in compress(indices, wanted)])


def _both(one: bytes, other: bytes | bytearray) -> bytes:
    """Return the events that two masks agree on."""
    both = int.from_bytes(one, "little") & int.from_bytes(other, "little")
    return both.to_bytes(len(one), "little")
