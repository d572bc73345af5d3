"""The interfaces of what takes a journal's events: the store, a text log, a printer."""

from typing import Protocol, runtime_checkable

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Source
from socket_workbench.journal.storage.unsent import Unsent


class Sink(Protocol):
    """Takes batches of events from the journal's writer thread, in order."""

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Take one batch.

        Args:
            sources: those added since the last batch; every event's source was in this or an
                earlier batch.
            batch: the events, in the order in which they were appended; may be empty. Messages are
                as long as the capture limit lets them be.

        Raises:
            SinkError: the batch could not be taken; `SinkError.lasting` says whether to go on.
        """

    def close(self) -> None:
        """No batch will follow; called once, by the thread that writes."""


@runtime_checkable
class UnsentSink(Protocol):
    """A sink that uses how much of a message was sent, where that was not all."""

    def take_unsent(self, entries: list[Unsent]) -> None:
        """Take entries, before the batch with the events after their messages; must not raise."""


@runtime_checkable
class WholeSink(Protocol):
    """A sink that passes messages on without keeping them: the capture limit does not apply."""

    def write_whole(self, batch: Batch) -> None:
        """Take one batch, its messages not cut; raises what `Sink.write_batch` does."""

    def close(self) -> None:
        """No batch will follow; called once, by the thread that writes."""


AnySink = Sink | WholeSink


@runtime_checkable
class TendedSink(Protocol):
    """A sink with periodic work, whether there are events or not."""

    def tend(self) -> None:
        """Do the periodic work; called about once a second, by the thread that writes.

        Raises:
            SinkError: something is wrong; `SinkError.lasting` says whether to go on.
        """
