"""Finds the other end of a connection, where the same session has both."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.storage.salvage import SOURCE_TYPES, Run
from socket_workbench.journal.storage.sources import as_sources

REACH = 256
"""How many sources before and after one are searched: both ends begin at about the same time."""

_MOST_KNOWN = 4096

_NEAR = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number BETWEEN ? AND ? AND connection > 0
AND ((role = 'client' AND local = ?) OR (role = 'server' AND peer = ?)) ORDER BY number
"""
_NEWEST = "SELECT coalesce(max(number), 0) FROM sources"

_EVERY_ADDRESS = ("0.0.0.0", "[::]")

_Key = tuple[Role, str, str, str]
"""Role, scheme, the client's address, and an address or a port."""


class SourceReader(Protocol):
    """Reads the sources of a session."""

    def sources(self, after: int = 0) -> list[Source]:
        """Return the sources with numbers above `after`, in order."""


class OtherEnds:
    """Finds the source that has another one's local and peer address swapped.

    Addresses of TCP and UDP are unambiguous. All connections to a Unix path have the same: they are
    paired in the order in which they were made and accepted, if the session has as many of both
    ends; otherwise other programs have connected too, and none are paired.

    Args:
        run: runs a statement on the journal's file.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[int, Source] = {}

    def newest(self) -> int:
        """Return the greatest number of a source that is there now."""
        return int(self._run(_NEWEST, (), (int,))[0][0])

    def of(self, source: Source) -> Source | None:
        """Return the other end; None where the session does not have it, or not yet.

        Raises:
            JournalDamagedError: the file's sources cannot be read.
        """
        if source.connection <= 0:
            return None
        found = self._known.get(source.number)
        if found is None and (found := self._find(source)) is not None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[source.number] = found
        return found

    def _find(self, source: Source) -> Source | None:
        number, address = source.number, client_address(source)
        parameters = (number - REACH, number + REACH, address, address)
        return _end_among(as_sources(self._run(_NEAR, parameters, SOURCE_TYPES)), source)


class OtherNames:
    """All sources, and the names of the other ends of their connections, in memory.

    Finds the same ends as `OtherEnds`, which asks the file for each.

    Args:
        reader: reads the sources.
    """

    def __init__(self, reader: SourceReader) -> None:
        self._reader = reader
        self._sources: dict[int, Source] = {}
        # By what ends of one connection have in common. Never all that have an address: that may
        # be every connection of a session.
        self._alike: dict[_Key, list[Source]] = {}
        self._clients_by_port: dict[_Key, list[Source]] = {}
        self._newest = 0
        self._names: dict[int, str] = {}

    def source(self, number: int) -> Source | None:
        """Return the source with a number; None if it was not read."""
        return self._sources.get(number)

    @property
    def newest(self) -> int:
        """The greatest number of a source that was read."""
        return self._newest

    def of(self, source: Source) -> str | None:
        """Return the name of a source's other end; empty if the session does not have it.

        Returns:
            The name; None if the other end may still come.
        """
        name = self._names.get(source.number) if source.connection > 0 else ""
        if name is None:
            other = self.end(source)
            if other is None and source.number + REACH >= self._newest:
                return None
            name = self._names[source.number] = "" if other is None else other.name
        return name

    def end(self, source: Source) -> Source | None:
        """Return a source's other end among the sources read so far; None if it is not there."""
        if source.connection <= 0:
            return None
        return _end_of(source, self._ends_near(source), self._alike_near(source))

    def _alike_near(self, source: Source) -> Sequence[Source]:
        return _near(self._alike.get(_key(source), ()), source)

    def _ends_near(self, source: Source) -> Sequence[Source]:
        """Return the sources near one that can be the other end of its connection, in order."""
        role, scheme, address, reached = _key(source)
        host, _, port = reached.rpartition(":")
        if role is Role.CLIENT:
            every = (f"{each}:{port}" for each in _EVERY_ADDRESS)
            keys = [(Role.SERVER, scheme, address, local) for local in {reached, *every}]
            groups = [self._alike[key] for key in keys if key in self._alike]
            if len(groups) == 1:
                return _near(groups[0], source)
            return sorted((each for group in groups for each in _near(group, source)), key=_number)
        if role is not Role.SERVER:
            return ()
        if host in _EVERY_ADDRESS:
            by_port = self._clients_by_port.get((Role.CLIENT, scheme, address, port), ())
            return _near(by_port, source)
        return _near(self._alike.get((Role.CLIENT, scheme, address, reached), ()), source)

    def read_new_sources(self) -> None:
        """Read the sources that were recorded since.

        Raises:
            JournalDamagedError: the file's sources cannot be read.
        """
        for source in self._reader.sources(after=self._newest):
            self._newest = source.number
            self._sources[source.number] = source
            if source.connection > 0:
                role, scheme, address, reached = key = _key(source)
                self._alike.setdefault(key, []).append(source)
                if role is Role.CLIENT:
                    by_port = role, scheme, address, reached.rpartition(":")[2]
                    self._clients_by_port.setdefault(by_port, []).append(source)


def client_address(source: Source) -> str:
    """Return the client's address of a connection, which both of its ends have."""
    return source.local if source.role is Role.CLIENT else source.peer


def _number(source: Source) -> int:
    return source.number


def _key(source: Source) -> _Key:
    """Return role and protocol, the client's address, and the one it has reached."""
    reached = source.peer if source.role is Role.CLIENT else source.local
    return source.role, _scheme(source), client_address(source), reached


def _near(ordered: Sequence[Source], source: Source) -> Sequence[Source]:
    """Return the sources within reach of one."""
    first = bisect_left(ordered, source.number - REACH, key=_number)
    return ordered[first : bisect_right(ordered, source.number + REACH, key=_number)]


def _end_among(near: Sequence[Source], source: Source) -> Source | None:
    """Return the other end of a source among those near it, itself included."""
    others = [each for each in near if _are_ends(each, source)]
    return _end_of(source, others, [each for each in near if _key(each) == _key(source)])


def _end_of(source: Source, others: Sequence[Source], alike: Sequence[Source]) -> Source | None:
    """Return the other end of a source.

    Args:
        source: the source.
        others: those near it that can be the other end, in order.
        alike: those near it that look like it, itself included, in order.
    """
    if len(others) == len(alike):
        return others[bisect_left(alike, source.number, key=_number)] if others else None
    if "/" in source.local + source.peer or not others:
        return None
    place = bisect_left(others, source.number, key=_number)
    return min(
        others[max(place - 1, 0) : place + 1], key=lambda other: abs(other.number - source.number)
    )


def _are_ends(one: Source, other: Source) -> bool:
    """Whether two sources can be both ends of one connection."""
    if {one.role, other.role} != {Role.SERVER, Role.CLIENT} or _scheme(one) != _scheme(other):
        return False
    server, client = (one, other) if one.role is Role.SERVER else (other, one)
    return server.peer == client.local and _is_reached(server.local, client.peer)


def _is_reached(local: str, asked: str) -> bool:
    """Whether a server bound to an address, or to every one, is reached at another."""
    if local == asked:
        return True
    host, _, port = local.rpartition(":")
    return host in _EVERY_ADDRESS and port == asked.rpartition(":")[2]


def _scheme(source: Source) -> str:
    return source.endpoint.partition("://")[0]
