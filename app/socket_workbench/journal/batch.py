"""Events on their way to the file: a list for each field."""

from dataclasses import dataclass
from itertools import repeat
from typing import Any

from socket_workbench.journal.event import Event, Kind

FIELDS = 5
"""How many fields an event has."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Events in order, as columns.

    An object for each event would cost more than all the rest: the garbage collector looks at
    each of them several times, and at none of the numbers, bytes and texts in these lists.

    Attributes:
        times: as in `Event`.
        sources: numbers of sources.
        kinds: what happened.
        payloads: bytes received or sent, else empty.
        texts: as in `Event`.
    """

    times: list[int]
    sources: list[int]
    kinds: list[Kind]
    payloads: list[bytes]
    texts: list[str]

    @classmethod
    def of_fields(cls, fields: list[Any]) -> "Batch":
        """Make a batch of the fields of one event after the other, in `Event`'s order."""
        return cls(*(fields[place::FIELDS] for place in range(FIELDS)))

    @classmethod
    def of_events(cls, events: list[Event]) -> "Batch":
        """Make a batch of events."""
        return cls.of_fields([field for event in events for field in event])

    def __len__(self) -> int:
        return len(self.times)

    def __add__(self, later: "Batch") -> "Batch":
        return Batch(
            self.times + later.times,
            self.sources + later.sources,
            self.kinds + later.kinds,
            self.payloads + later.payloads,
            self.texts + later.texts,
        )

    def part(self, first: int, last: int) -> "Batch":
        """Return the events from one index to before another."""
        return Batch(
            self.times[first:last],
            self.sources[first:last],
            self.kinds[first:last],
            self.payloads[first:last],
            self.texts[first:last],
        )

    def payload_bytes(self) -> int:
        """How many bytes the payloads have together, equal ones counted each time."""
        return sum(map(len, self.payloads))

    def events(self) -> list[Event]:
        """Return the events one by one."""
        fields = zip(self.times, self.sources, self.kinds, self.payloads, self.texts, strict=True)
        # Skips the Python function in which a named tuple is made otherwise.
        return list(map(tuple.__new__, repeat(Event), fields))
