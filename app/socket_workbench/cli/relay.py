"""Sinks in a thread of their own, so that printing does not hold up recording."""

import threading
from collections import deque
from collections.abc import Callable, Sequence

from socket_workbench.journal.event import Event, Source
from socket_workbench.journal.journal import EVENT_COST
from socket_workbench.journal.sink import Sink

WAITING_LIMIT = 64 << 20
"""Bytes of events that may wait for the sinks; when there are more, recording waits too."""

Batch = tuple[list[Source], list[Event]]


class Relay:
    """A sink that passes batches on to others.

    Args:
        sinks: where they go, in this order; they are closed with this one.
        on_fault: called with a sink and what it raised; it is given no further batches.
        limit: see `WAITING_LIMIT`.
    """

    def __init__(
        self,
        sinks: Sequence[Sink],
        on_fault: Callable[[object, Exception], None],
        limit: int = WAITING_LIMIT,
    ) -> None:
        self._sinks = list(sinks)
        self._on_fault = on_fault
        self._limit = limit
        self._waiting: deque[tuple[int, Batch]] = deque()
        self._cost = 0
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=False)
        self._thread.start()

    def write(self, sources: list[Source], events: list[Event]) -> None:
        """Pass a batch on; waits while too much is waiting."""
        cost = sum(EVENT_COST + len(event.payload) for event in events)
        with self._changed:
            self._changed.wait_for(lambda: self._cost <= self._limit)
            self._waiting.append((cost, (sources, events)))
            self._cost += cost
            self._changed.notify_all()

    def close(self) -> None:
        """Wait until everything has been passed on, and close the sinks."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            cost, (sources, events) = taken
            for sink in list(self._sinks):
                try:
                    sink.write(sources, events)
                except Exception as error:  # noqa: BLE001 - the thread's top: the others go on
                    self._sinks.remove(sink)
                    self._on_fault(sink, error)
            with self._changed:
                self._cost -= cost
                self._changed.notify_all()
        for sink in self._sinks:
            sink.close()

    def _take(self) -> tuple[int, Batch] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return self._waiting.popleft() if self._waiting else None
