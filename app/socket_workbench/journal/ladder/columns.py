"""The lifelines of a ladder, and the columns in which they stand.

The listeners stand at the left. Each connection has a lane of two columns, the server's end and the
client's, so that no message crosses a third lifeline. A lane is used again when its connection is
closed; a client has the same lane for all its connections.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.ladder.index import NONE, LadderIndex, Track
from socket_workbench.journal.ladder.texts import plain
from socket_workbench.journal.other_ends import client_address
from socket_workbench.language import tr


class Lifeline(NamedTuple):
    """A lifeline.

    Attributes:
        title: its name, as it can be drawn.
        detail: its address, or that it is not of this session.
        first: the row at which it begins; `NONE` if it was there before.
        last: the row at which it ends; `NONE` if it goes on.
        is_outside: whether the session knows no more of it than what the other end has seen.
    """

    title: str
    detail: str
    first: int
    last: int
    is_outside: bool = False


@dataclass(slots=True)
class Column:
    """A column of the ladder.

    Attributes:
        role: whose lifelines stand here; `SESSION` for listeners.
        lifelines: the lifelines in it, one after the other.
    """

    role: Role
    lifelines: list[Lifeline] = field(default_factory=list)

    @property
    def is_outside(self) -> bool:
        """Whether all that stands here is outside the session."""
        return all(each.is_outside for each in self.lifelines)

    def at(self, row: int) -> Lifeline | None:
        """Return the lifeline to name above the row: the last one that has begun, or the first."""
        begun = [each for each in self.lifelines if each.first <= row]
        return begun[-1] if begun else next(iter(self.lifelines), None)


class Columns:
    """Which column each source has.

    Args:
        index: the index.
        sources: the numbers of the sources that are seen.

    Attributes:
        sources: the numbers of the sources that have one.
        columns: the columns from left to right.
        tracks: for each column, what was done on its lifelines.
    """

    def __init__(self, index: LadderIndex, sources: Iterable[int]) -> None:
        self._index = index
        self._listeners: dict[str, int] = {}
        self._listening: dict[str, str] = {}
        self._lanes: list[tuple[Column, Column]] = []
        self._lane_of: dict[int, int] = {}
        self._lane_of_client: dict[str, int] = {}
        self._free: list[tuple[int, int]] = []
        tracks = self._with_other_ends(sources)
        self.sources = [track.source.number for track in tracks]
        listeners: list[Column] = []
        for track in tracks:
            if track.source.role is Role.SERVER:
                self._add_listener(track, listeners)
        for track in tracks:
            if track.source.role is Role.CLIENT:
                self._add_client(track)
            elif track.source.connection:
                self._add_connection(track)
        self.columns = [*listeners, *(each for lane in self._lanes for each in lane)]
        self._first_lane = len(listeners)
        self.tracks: list[list[Track]] = [[] for _ in self.columns]
        for track in tracks:
            column = self.of(track.source)
            if column is not None:
                self.tracks[column].append(track)

    def roles(self) -> list[tuple[bool, bool]]:
        """Return what `shapes.places` asks of each column."""
        return [(each.role is Role.CLIENT, each.is_outside) for each in self.columns]

    def of(self, source: Source) -> int | None:
        """Return the column of a source; None if it has none."""
        if source.role is Role.SERVER and not source.connection:
            return self._listeners.get(source.name)
        lane = self._lane_of.get(source.number)
        if lane is None:
            return None
        return self._first_lane + 2 * lane + (source.role is Role.CLIENT)

    def facing(self, source: Source) -> int | None:
        """Return the column of the other end of a connection, or of what it connects to.

        The latter is also where datagrams of a client go that its server has not heard yet.
        """
        is_alone = not source.connection or self._index.end(source) is None
        if source.role is Role.CLIENT and is_alone:
            name = self._listening.get(source.endpoint)
            if name is not None:
                return self._listeners[name]
        lane = self._lane_of.get(source.number)
        if lane is None:
            return None
        return self._first_lane + 2 * lane + (source.role is not Role.CLIENT)

    def listener(self, source: Source) -> int | None:
        """Return the column of the server that a connection belongs to, or was made to."""
        other = source if source.role is Role.SERVER else self._index.end(source)
        return None if other is None else self._listeners.get(other.name)

    def _with_other_ends(self, sources: Iterable[int]) -> list[Track]:
        """Return the tracks of sources and of their other ends, in the order they were made."""
        found = {each: self._index.tracks[each] for each in sources if each in self._index.tracks}
        for track in list(found.values()):
            other = self._index.other(track.source)
            if other is not None:
                found[other.source.number] = other
        return [found[number] for number in sorted(found)]

    def _add_listener(self, track: Track, listeners: list[Column]) -> None:
        """Add a server's lifeline; it is one, whatever the server has listened to."""
        source = track.source
        if source.name not in self._listeners:
            self._listeners[source.name] = len(listeners)
            listeners.append(Column(Role.SESSION))
        lifelines = listeners[self._listeners[source.name]].lifelines
        if not source.connection:
            self._listening[source.endpoint] = source.name
        first = NONE if source.connection else track.first
        first = min(first, lifelines[0].first) if lifelines else first
        lifelines[:] = [Lifeline(plain(source.name), _address(source), first, NONE)]

    def _add_client(self, track: Track) -> None:
        """Add a client's lifeline; it is one for all its connections."""
        source = track.source
        lane = self._lane_of_client.get(source.name)
        other = self._index.end(source)
        if lane is None:
            lane = self._lane_of.get(other.number) if other is not None else None
        if lane is None:
            lane = self._free_lane(track.first)
        self._lane_of[source.number] = self._lane_of_client[source.name] = lane
        server_end, client_end = self._lanes[lane]
        before = [each for each in client_end.lifelines if not each.is_outside]
        strangers = [each for each in client_end.lifelines if each.is_outside]
        first = min(track.first, before[0].first) if before else track.first
        address = plain(source.local) or _address(source)
        client_end.lifelines[:] = [*strangers, Lifeline(plain(source.name), address, first, NONE)]
        if other is None and source.endpoint not in self._listening:
            _add_outside(server_end, source.peer or _address(source), track.first, NONE)

    def _add_connection(self, track: Track) -> None:
        source = track.source
        other = self._index.end(source)
        lane = None if other is None else self._lane_of_client.get(other.name)
        if lane is None:
            lane = self._free_lane(track.first)
        if other is not None:
            self._lane_of_client.setdefault(other.name, lane)
        self._lane_of[source.number] = lane
        server_end, client_end = self._lanes[lane]
        end = track.last if track.closed != NONE else NONE
        title = f"conn:{source.connection}"
        lifelines = server_end.lifelines
        lifelines[:] = [each for each in lifelines if not each.is_outside or each.last != NONE]
        lifelines.append(Lifeline(title, plain(client_address(source)), track.first, end))
        if other is None:
            _add_outside(client_end, source.peer, track.first, end)
            if end != NONE:
                heappush(self._free, (end, lane))

    def _free_lane(self, first: int) -> int:
        """Return a lane whose connection was closed before a row; a new one if there is none."""
        if self._free and self._free[0][0] < first:
            return heappop(self._free)[1]
        return self._new_lane()

    def _new_lane(self) -> int:
        self._lanes.append((Column(Role.SERVER), Column(Role.CLIENT)))
        return len(self._lanes) - 1


def _address(source: Source) -> str:
    return plain(source.endpoint.partition("://")[2])


def _add_outside(column: Column, title: str, first: int, last: int) -> None:
    title = plain(title)
    if title and any(each.title == title and each.last == NONE for each in column.lifelines):
        return
    name = title or tr("(unnamed socket)")
    column.lifelines.append(Lifeline(name, tr("outside"), first, last, True))
