"""Events on their way to the sinks, as one list for each field."""

from dataclasses import dataclass
from itertools import repeat
from typing import Any

from socket_workbench.journal.event import Event, Kind

FIELDS = 6
"""How many fields an event of a batch has: those of `Event` without `taken`, which is not known
yet, and the length that its payload had before it was cut."""


@dataclass(slots=True)
class Batch:
    """Events in order, as columns.

    An object for each event would cost more than everything else: the garbage collector visits
    each of them several times, and none of the numbers, bytes and strings in these lists.

    Attributes:
        times: as in `Event`.
        sources: numbers of sources.
        kinds: what happened.
        payloads: bytes received or sent, else empty.
        texts: as in `Event`.
        lengths: of the payloads before they were cut.
    """

    times: list[int]
    sources: list[int]
    kinds: list[Kind]
    payloads: list[bytes]
    texts: list[str]
    lengths: list[int]

    @classmethod
    def of_fields(cls, fields: list[Any]) -> "Batch":
        """Make a batch of a flat list that has `FIELDS` fields for each event."""
        return cls(*(fields[place::FIELDS] for place in range(FIELDS)))

    @classmethod
    def of_events(cls, events: list[Event]) -> "Batch":
        """Make a batch of events."""
        return cls.of_fields(
            [field for event in events for field in (*event[:5], len(event.payload))]
        )

    def __len__(self) -> int:
        return len(self.times)

    def __add__(self, later: "Batch") -> "Batch":
        return Batch(
            self.times + later.times,
            self.sources + later.sources,
            self.kinds + later.kinds,
            self.payloads + later.payloads,
            self.texts + later.texts,
            self.lengths + later.lengths,
        )

    def part(self, first: int, last: int) -> "Batch":
        """Return the events from one index to before another."""
        return Batch(
            self.times[first:last],
            self.sources[first:last],
            self.kinds[first:last],
            self.payloads[first:last],
            self.texts[first:last],
            self.lengths[first:last],
        )

    def cut(self, limit: int) -> "Batch":
        """Return the same events with at most so many bytes of each payload."""
        if max(map(len, self.payloads), default=0) <= limit:
            return self
        # Equal objects (an echo and what it echoes) stay one object, and are stored once.
        beginnings: dict[int, bytes] = {}
        payloads = [
            beginnings.setdefault(id(payload), payload[:limit]) if len(payload) > limit else payload
            for payload in self.payloads
        ]
        return Batch(self.times, self.sources, self.kinds, payloads, self.texts, self.lengths)

    def payload_bytes(self) -> int:
        """Return the total bytes of all payloads; equal ones count each time."""
        return sum(map(len, self.payloads))

    def events(self) -> list[Event]:
        """Return the events one by one, with their payloads as they are here."""
        columns = self.times, self.sources, self.kinds, self.payloads, self.texts
        fields = zip(*columns, repeat(None, len(self)), strict=True)
        # Without the generated `Event.__new__`, which is a Python function.
        return list(map(tuple.__new__, repeat(Event), fields))
