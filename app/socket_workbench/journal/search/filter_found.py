"""The parts of a typed filter, gathered while it is read."""

from dataclasses import dataclass, field

from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Period, Pieces
from socket_workbench.journal.search.pattern import Pattern

EVERY_KIND = frozenset(Kind)


@dataclass
class FoundParts:
    """What the parts read so far say; each field is as in `Filter`.

    Attributes:
        hidden_kinds: kinds that are not wanted; a `Filter` has only those that are.
    """

    endpoints: set[str] = field(default_factory=set)
    connections: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)
    peers: list[str] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    lost: list[bool] = field(default_factory=list)
    pieces: list[Pieces] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    hidden_endpoints: set[str] = field(default_factory=set)
    hidden_connections: set[int] = field(default_factory=set)
    hidden_peers: set[str] = field(default_factory=set)
    hidden_kinds: set[Kind] = field(default_factory=set)
    hidden_sources: set[int] = field(default_factory=set)
    hidden_directions: set[Direction] = field(default_factory=set)
    hidden_calls: set[str] = field(default_factory=set)
    hidden_periods: set[Period] = field(default_factory=set)

    def filter(self) -> Filter:
        """Return the filter that they make."""
        kinds = (frozenset(self.kinds) or EVERY_KIND) - self.hidden_kinds
        begin, end = self.periods[0] if self.periods else (None, None)
        return Filter(
            endpoints=frozenset(self.endpoints) or None,
            sources=frozenset(self.sources) or None,
            connections=frozenset(self.connections) or None,
            peer=self.peers[0] if self.peers else "",
            direction=self.directions[0] if self.directions else None,
            kinds=None if kinds == EVERY_KIND else kinds,
            calls=frozenset(self.calls) or None,
            lost=self.lost[0] if self.lost else None,
            pieces=self.pieces[0] if self.pieces else None,
            patterns=tuple(self.patterns),
            begin=begin,
            end=end,
            hidden_endpoints=frozenset(self.hidden_endpoints),
            hidden_connections=frozenset(self.hidden_connections),
            hidden_peers=frozenset(self.hidden_peers),
            hidden_sources=frozenset(self.hidden_sources),
            hidden_directions=frozenset(self.hidden_directions),
            hidden_calls=frozenset(self.hidden_calls),
            hidden_periods=frozenset(self.hidden_periods),
        )
