"""Passes batches to the sinks of a journal, in the writer thread."""

from collections.abc import Callable, Sequence
from time import monotonic

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import SinkError
from socket_workbench.journal.event import Source
from socket_workbench.journal.sink import AnySink, TendedSink, UnsentSink, WholeSink
from socket_workbench.journal.storage.unsent import Unsent

TEND_INTERVAL = 1.0
"""Seconds between two calls of `TendedSink.tend`."""

FaultListener = Callable[[AnySink, Exception], None]


class Delivery:
    """Writes batches to each sink; a sink that fails does not keep the others from theirs.

    Args:
        sinks: where batches go, in this order.
        on_fault: called with a sink and what it raised; a sink that raised anything but a passing
            `SinkError` gets no further batches.
    """

    def __init__(self, sinks: Sequence[AnySink], on_fault: FaultListener | None) -> None:
        self._sinks = tuple(sinks)
        self._active = list(sinks)
        self._tended = [sink for sink in sinks if isinstance(sink, TendedSink)]
        self._tend_at = 0.0
        self._on_fault = on_fault

    @property
    def patience(self) -> float | None:
        """Seconds between two calls of `tend`; None where no sink needs it."""
        return TEND_INTERVAL if self._tended else None

    @property
    def wants_whole(self) -> bool:
        """Whether a sink needs messages as they were, not cut."""
        return any(isinstance(sink, WholeSink) for sink in self._active)

    def write(
        self, sources: list[Source], batch: Batch, unsent: list[Unsent], whole: Batch
    ) -> None:
        """Give every sink a batch.

        Args:
            sources: those added since the last batch.
            batch: the events.
            unsent: messages of this batch or earlier ones that were not sent whole.
            whole: the events with their messages whole, where they are still there.
        """
        for sink in list(self._active):
            try:
                if unsent and isinstance(sink, UnsentSink):
                    sink.take_unsent(unsent)
                if isinstance(sink, WholeSink):
                    sink.write_whole(whole)
                else:
                    sink.write_batch(sources, batch)
            except SinkError as error:
                if error.lasting:
                    self._active.remove(sink)
                self._report(sink, error)
            except Exception as error:  # noqa: BLE001 - the thread's top: a faulty sink must not end it
                self._active.remove(sink)
                self._report(sink, error)

    def tend(self) -> None:
        """Call `tend` of the sinks that have it, once `TEND_INTERVAL` has passed."""
        now = monotonic()
        if now < self._tend_at:
            return
        self._tend_at = now + TEND_INTERVAL
        for sink in list(self._tended):
            try:
                sink.tend()
            except SinkError as error:
                self._report(sink, error)
            except Exception as error:  # noqa: BLE001 - the thread's top: a faulty sink must not end it
                self._tended.remove(sink)
                self._report(sink, error)

    def close(self) -> None:
        """Close all sinks."""
        for sink in self._sinks:
            try:
                sink.close()
            except Exception as error:  # noqa: BLE001 - the thread's top: the others are closed too
                self._report(sink, error)

    def _report(self, sink: AnySink, error: Exception) -> None:
        if self._on_fault is not None:
            self._on_fault(sink, error)
