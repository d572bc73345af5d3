"""Prints in a thread of its own, so that a slow reader of the output delays nothing else."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from socket_workbench.cli.output.standard_stream import StandardStream

LIMIT = 8 << 20
"""Bytes that may wait to be printed."""

Pieces = Iterable[tuple[int, bytes]]
"""How many lines each piece of the output holds, and its bytes."""


class _Job(NamedTuple):
    cost: int
    lines: int
    make: Callable[[], Pieces]


class Printer:
    """A queue in front of a standard stream, and the thread that empties it.

    When more than `limit` bytes wait, new lines are left out until half of them have been printed,
    and one line says how many were; if nothing may be left out, `put` waits for room instead.

    Attributes:
        left_out: lines that were put in and never printed.
    """

    def __init__(
        self,
        stream: StandardStream,
        tell_left_out: Callable[[int], str],
        on_failure: Callable[[Exception], None],
        *,
        waits: bool = False,
        limit: int = LIMIT,
    ) -> None:
        """Prepare it; the thread starts with the first job.

        Args:
            stream: what is printed on.
            tell_left_out: makes the line that says how many were left out.
            on_failure: called once, in the printing thread, when the stream can take no more;
                everything put in from then on is dropped.
            waits: whether `put` waits for room instead of leaving out.
            limit: bytes that may wait.
        """
        self.left_out = 0
        self._stream = stream
        self._tell_left_out = tell_left_out
        self._on_failure = on_failure
        self._waits = waits
        self._limit = limit
        self._jobs: deque[_Job] = deque()
        self._cost = 0
        self._unprinted = 0
        self._gap = 0
        self._failed = not stream.is_open
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def put(self, lines: int, cost: int, make: Callable[[], Pieces]) -> None:
        """Print something.

        Args:
            lines: how many lines it is.
            cost: about how many bytes it takes while it waits.
            make: makes the bytes, in the printing thread.
        """
        with self._changed:
            if self._waits:
                self._changed.wait_for(lambda: self._has_room(cost) or not self._waits)
            if self._failed or self._closed:
                return
            if not self._has_room(cost):
                self._gap += lines
                self.left_out += lines
                return
            self._tell_gap()
            self._add(_Job(max(cost, 1), lines, make))

    def stop_waiting(self) -> None:
        """Make `put` leave out what has no room, now and from here on."""
        with self._changed:
            self._waits = False
            self._changed.notify_all()

    def flush(self, patience: float | None = None) -> bool:
        """Wait until everything is printed.

        Args:
            patience: seconds to wait at most; None waits for ever.

        Returns:
            Whether nothing waits any longer.
        """
        with self._changed:
            if not self._closed:
                self._tell_gap()
            return self._changed.wait_for(lambda: not self._cost, patience)

    def close(self, patience: float) -> bool:
        """Print what waits, for so many seconds at most; the rest is left out.

        Returns:
            Whether the thread has ended; it cannot while the system does not return from a write.
        """
        is_empty = self.flush(patience)
        with self._changed:
            self.left_out += self._unprinted
            self._unprinted = 0
            self._jobs.clear()
            self._closed = True
            self._changed.notify_all()
        if is_empty and self._thread is not None:
            self._thread.join()
        return is_empty

    def _has_room(self, cost: int) -> bool:
        """Whether a job is taken; one that is larger than the limit is when nothing else waits."""
        if self._failed or self._closed or not self._cost:
            return True
        return self._cost + cost <= (self._limit // 2 if self._gap else self._limit)

    def _tell_gap(self) -> None:
        gap, self._gap = self._gap, 0
        if gap:
            line = self._tell_left_out(gap)
            # Does not count as left out if it is not printed.
            self._add(_Job(len(line), 0, lambda: self._stream.pieces((line,))))

    def _add(self, job: _Job) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="print", daemon=False)
            self._thread.start()
        self._jobs.append(job)
        self._cost += job.cost
        self._unprinted += job.lines
        self._changed.notify_all()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            try:
                for lines, data in job.make():
                    if self._closed:
                        return
                    self._stream.write(data)
                    self._count(lines if job.lines else 0)
            except Exception as error:  # noqa: BLE001 - the thread's top: whatever it was, it is told
                self._fail(error)
                return
            with self._changed:
                self._cost -= job.cost
                self._changed.notify_all()

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._closed)
            return self._jobs.popleft() if self._jobs else None

    def _count(self, lines: int) -> None:
        with self._changed:
            # Once it is closed, everything that was not printed has been counted as left out.
            if not self._closed:
                self._unprinted -= lines

    def _fail(self, error: Exception) -> None:
        with self._changed:
            self._failed = True
            self._jobs.clear()
            self._cost = self._unprinted = self._gap = 0
            self._changed.notify_all()
        self._on_failure(error)
