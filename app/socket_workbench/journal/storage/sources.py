"""The sources in a journal's file, those used last kept in memory."""

from typing import Any

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import LONGEST_NAME, SESSION, Role, Source
from socket_workbench.journal.storage.salvage import SOURCE_TYPES, Run, Salvage
from socket_workbench.language import tr

_KNOWN_SOURCES = 4096

_SOURCES = """
SELECT number, role, name, endpoint, connection, local, peer FROM sources
WHERE number BETWEEN ? AND ? ORDER BY number
"""

_LAST_NUMBER = (1 << 63) - 1

_ROLES = {role.value for role in Role}


class Sources:
    """Finds sources by their numbers.

    Args:
        run: runs a statement on the file.
        salvage: gives what can be read of a damaged file.

    Attributes:
        has_lost: whether a source that was asked for is not in the file.
    """

    def __init__(self, run: Run, salvage: Salvage) -> None:
        self._run = run
        self._salvage = salvage
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
            return as_sources(self._run(_SOURCES, (number + 1, _LAST_NUMBER), SOURCE_TYPES))
        except JournalDamagedError:
            return as_sources(self._salvage.sources(number))

    def _find(self, number: int) -> Source | None:
        if number == SESSION.number:
            return SESSION
        try:
            found = as_sources(self._run(_SOURCES, (number, number), SOURCE_TYPES))
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
        )
        for number, role, name, endpoint, connection, local, peer in found
        if role in _ROLES
    ]
