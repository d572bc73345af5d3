"""Finds the other end of a connection, where the same session has both."""

from collections.abc import Sequence

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.storage.salvage import SOURCE_TYPES, Run
from socket_workbench.journal.storage.sources import as_sources

REACH = 256
"""How many sources before and after one are searched: both ends begin at about the same time."""

_MOST_KNOWN = 4096

_NEAR = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number BETWEEN ? AND ? AND connection > 0
AND (local = ? OR peer = ? OR (local = ? AND peer = ?)) ORDER BY number
"""
_NEWEST = "SELECT coalesce(max(number), 0) FROM sources"

_EVERY_ADDRESS = ("0.0.0.0", "[::]")


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
        if not source.connection:
            return None
        found = self._known.get(source.number)
        if found is None and (found := self._find(source)) is not None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[source.number] = found
        return found

    def _find(self, source: Source) -> Source | None:
        number, local, peer = source.number, source.local, source.peer
        parameters = (number - REACH, number + REACH, peer, local, local, peer)
        near = as_sources(self._run(_NEAR, parameters, SOURCE_TYPES))
        others = [each for each in near if _are_ends(each, source)]
        alike = [each for each in near if _look_alike(each, source)]
        if len(others) == len(alike):
            return others[_place(source, alike)] if others else None
        if "/" in local + peer or not others:
            return None
        return min(others, key=lambda other: abs(other.number - number))


def _place(source: Source, alike: Sequence[Source]) -> int:
    return [each.number for each in alike].index(source.number)


def _look_alike(one: Source, other: Source) -> bool:
    return (one.role, one.local, one.peer, _scheme(one)) == (
        other.role,
        other.local,
        other.peer,
        _scheme(other),
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
