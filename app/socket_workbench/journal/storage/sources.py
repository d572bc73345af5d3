"""The sources in a journal's file, those used last kept in memory."""

from contextlib import suppress
from typing import Any

from socket_workbench.journal.errors import JournalDamagedError, JournalError
from socket_workbench.journal.event import LONGEST_NAME, SESSION, Role, Source
from socket_workbench.journal.storage.salvage import SOURCE_TYPES, Run, Salvage
from socket_workbench.language import tr

_KNOWN_SOURCES = 4096

_UNFRAMED = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number BETWEEN ? AND ? ORDER BY number
"""
_FRAMED = """
SELECT number, role, name, endpoint, connection, local, peer, coalesce(framing, '')
FROM sources LEFT JOIN framings ON source = number
WHERE number BETWEEN ? AND ? ORDER BY number
"""
_HAS_FRAMING = "SELECT source FROM framings LIMIT 1"

_LAST_NUMBER = (1 << 63) - 1

_ROLES = {role.value for role in Role}


class Sources:
    """Finds sources by their numbers.

    Args:
        run: runs a statement on the file.
        salvage: gives what can be read of a damaged file, without framings.
        can_have_framings: whether the file has the table of framings.

    Attributes:
        has_lost: whether a source that was asked for is not in the file.
    """

    def __init__(self, run: Run, salvage: Salvage, *, can_have_framings: bool = True) -> None:
        self._run = run
        self._salvage = salvage
        self._can_have_framings = can_have_framings
        self._known: dict[int, Source] = {}
        self.has_lost = False

    def source(self, number: int) -> Source:
        """Return a source; one named `unknown` when the journal has lost it."""
        source = self._known.get(number)
        if source is None:
            if len(self._known) >= _KNOWN_SOURCES:
                self._known.clear()
            source = self._find(number)
            if source is None:
                self.has_lost = True
                source = Source(number, Role.SESSION, tr("unknown"), "")
            self._known[number] = source
        return source

    def after(self, number: int) -> list[Source]:
        """Return the sources with greater numbers, in order."""
        try:
            return self._between(number + 1, _LAST_NUMBER)
        except JournalDamagedError:
            return as_sources(self._salvage.sources(number))

    def has_framing(self) -> bool:
        """Whether a source with a framing is there now; takes the same time however many are."""
        with suppress(JournalError):
            return self._can_have_framings and bool(self._run(_HAS_FRAMING, (), (int,)))
        return False

    def _between(self, first: int, last: int) -> list[Source]:
        with suppress(JournalDamagedError):
            if self._can_have_framings:
                return as_sources(self._run(_FRAMED, (first, last), (*SOURCE_TYPES, str)))
        return as_sources(self._run(_UNFRAMED, (first, last), SOURCE_TYPES))

    def _find(self, number: int) -> Source | None:
        if number == SESSION.number:
            return SESSION
        try:
            found = self._between(number, number)
        except JournalDamagedError:
            return None
        return found[0] if found else None


def as_sources(found: list[tuple[Any, ...]]) -> list[Source]:
    """Return stored sources, without those of an unknown role; names at most `LONGEST_NAME`."""
    return [
        Source(
            number,
            Role(role),
            name[:LONGEST_NAME],
            endpoint[:LONGEST_NAME],
            connection,
            local[:LONGEST_NAME],
            peer[:LONGEST_NAME],
            *(framing[:LONGEST_NAME] for framing in framings),
        )
        for number, role, name, endpoint, connection, local, peer, *framings in found
        if role in _ROLES
    ]
