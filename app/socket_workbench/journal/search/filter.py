"""Which rows of a session a person wants to see: the restrictions, and what they say of a row."""

import enum
from dataclasses import dataclass

from socket_workbench.journal.event import FRAMED, Kind, Role, Source
from socket_workbench.journal.row import Direction, direction_of
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax

Period = tuple[int | None, int | None]
"""From when on and before when, nanoseconds since 1970; None without a bound."""


class Pieces(enum.Enum):
    """Which rows stand for the bytes that a connection with a framing has received.

    The value is the word in a typed filter.
    """

    READS = "reads"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Filter:
    """Restrictions that a row must all meet; None, or an empty text or set, is none.

    Attributes:
        endpoints: names of endpoints, in any case.
        sources: numbers of sources.
        connections: numbers of connections.
        peer: a text within the peer's address, or the whole name of the connection's other end in
            any case.
        direction: which way bytes travelled; only rows of sent and received bytes have one.
        kinds: what happened.
        calls: names of socket calls, such as `recv`; only the rows of a trace have one.
        lost: True for rows that tell of a loss, see `LostRows`; False for all others.
        text: a text within the payload (in UTF-8), the event's text, or what else the row shows
            (see `ColumnPairs`), upper and lower case alike.
        patterns: what else a row must have, or must not. The first plain one of them is kept as
            `text` where that is empty, so that equal filters compare equal.
        contents: what payload or text must have, whatever else the row shows.
        pieces: which rows stand for received bytes where there is a framing; None for both. Without
            a framing, and of what was sent, there is only one sort.
        begin: the time from which on, nanoseconds since 1970.
        end: the time before which.
        hidden_endpoints: names of endpoints that are not wanted.
        hidden_connections: numbers of connections that are not wanted.
        hidden_peers: texts that a wanted peer's address does not have, and names that the other end
            does not have.
        hidden_sources: numbers of sources that are not wanted.
        hidden_directions: ways of bytes that are not wanted; rows without bytes are.
        hidden_calls: names of socket calls whose rows are not wanted.
        hidden_periods: from when on and before when rows are not wanted.
    """

    endpoints: frozenset[str] | None = None
    sources: frozenset[int] | None = None
    connections: frozenset[int] | None = None
    peer: str = ""
    direction: Direction | None = None
    kinds: frozenset[Kind] | None = None
    calls: frozenset[str] | None = None
    lost: bool | None = None
    text: str = ""
    patterns: tuple[Pattern, ...] = ()
    pieces: Pieces | None = None
    contents: tuple[Pattern, ...] = ()
    begin: int | None = None
    end: int | None = None
    hidden_endpoints: frozenset[str] = frozenset()
    hidden_connections: frozenset[int] = frozenset()
    hidden_peers: frozenset[str] = frozenset()
    hidden_sources: frozenset[int] = frozenset()
    hidden_directions: frozenset[Direction] = frozenset()
    hidden_calls: frozenset[str] = frozenset()
    hidden_periods: frozenset[Period] = frozenset()

    def __post_init__(self) -> None:
        patterns = list(dict.fromkeys(self.patterns))
        plain = next((pattern for pattern in patterns if pattern.is_plain), None)
        if plain is not None and not self.text:
            object.__setattr__(self, "text", plain.text)
        already = Pattern(PatternSyntax.TEXT, self.text)
        object.__setattr__(self, "patterns", tuple(each for each in patterns if each != already))

    def all_patterns(self) -> tuple[Pattern, ...]:
        """Return everything that is looked for in what rows show."""
        if not self.text:
            return self.patterns
        return (Pattern(PatternSyntax.TEXT, self.text), *self.patterns)

    def wants_every_source(self) -> bool:
        """Whether neither a row's source nor its side matters."""
        return (
            self.endpoints is None
            and self.sources is None
            and self.connections is None
            and self.direction is None
            and self.pieces is not Pieces.MESSAGES
            and not self.peer
            and not (self.hidden_endpoints or self.hidden_connections or self.hidden_peers)
            and not (self.hidden_sources or self.hidden_directions)
        )

    @property
    def names_peers(self) -> bool:
        """Whether the name of a connection's other end matters."""
        return bool(self.peer or self.hidden_peers)

    def wants_source(self, source: Source, other: str = "") -> bool:
        """Whether rows from this source can be among those wanted.

        Args:
            source: the source.
            other: the name of the connection's other end; empty if it is not known.
        """
        return (
            (self.endpoints is None or _is_among(source.name, self.endpoints))
            and (self.sources is None or source.number in self.sources)
            and (self.connections is None or source.connection in self.connections)
            and _has_peer(self.peer, source, other)
            and not self._hides_source(source, other)
        )

    def _hides_source(self, source: Source, other: str) -> bool:
        return (
            _is_among(source.name, self.hidden_endpoints)
            or source.number in self.hidden_sources
            or source.connection in self.hidden_connections
            or any(_has_peer(peer, source, other) for peer in self.hidden_peers)
        )

    def wants_kind(self, role: Role, kind: Kind) -> bool:
        """Whether rows of this kind are wanted from sources on this side."""
        direction = direction_of(role, kind)
        return (
            (self.kinds is None or kind in self.kinds)
            and (self.direction is None or self.direction is direction)
            and direction not in self.hidden_directions
            and not (self.pieces is Pieces.READS and kind in FRAMED)
        )

    def hides_reads_of(self, source: Source) -> bool:
        """Whether messages are wanted in place of this source's reads."""
        return self.pieces is Pieces.MESSAGES and bool(source.framing)


def _is_among(name: str, names: frozenset[str]) -> bool:
    folded = name.casefold()
    return any(each.casefold() == folded for each in names)


def _has_peer(peer: str, source: Source, other: str) -> bool:
    return peer in source.peer or peer.casefold() == other.casefold()
