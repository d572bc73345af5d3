"""The sources of the events that a sink gets."""

from collections.abc import Iterable, Iterator, Sequence

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import SESSION, Event, Kind, Role, Source
from socket_workbench.journal.storage.unsent import Unsent, with_unsent
from socket_workbench.language import tr

SourcedEvent = tuple[Source, Event, int]
"""Source, event, and the bytes that its message had, which may be more than were recorded."""


class KnownSources:
    """The sources that a sink was given with its batches, for as long as they have events.

    A connection's `closed` is its last event, so what is remembered does not grow with the session.
    """

    def __init__(self) -> None:
        self._known = {SESSION.number: SESSION}

    def add(self, sources: Iterable[Source]) -> None:
        """Remember the new sources of a batch."""
        self._known.update((source.number, source) for source in sources)

    def events(self, batch: Batch, unsent: Sequence[Unsent] = ()) -> Iterator[SourcedEvent]:
        """Yield a batch's events with their sources; forget each connection that it closes.

        Args:
            batch: the events.
            unsent: messages of which less than all was sent, known so far.
        """
        known = self._known
        events = with_unsent(batch.events(), unsent)
        for event, length in zip(events, batch.lengths, strict=True):
            source = known.get(event.source) or _unknown(event.source)
            if event.kind is Kind.CLOSED and source.connection:
                del known[event.source]
            yield source, event, length

    def pass_over(self, batch: Batch) -> None:
        """Forget each connection that a batch closes, of which no events are wanted."""
        if Kind.CLOSED not in batch.kinds:
            return
        for number, kind in zip(batch.sources, batch.kinds, strict=True):
            if kind is Kind.CLOSED and (source := self._known.get(number)) and source.connection:
                del self._known[number]


def _unknown(number: int) -> Source:
    return Source(number, Role.SESSION, tr("unknown"), "")
