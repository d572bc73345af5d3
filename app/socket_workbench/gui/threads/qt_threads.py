"""The window's way to start threads: a QThread for every blocking loop."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, Signal, Slot


class WorkerThread(QThread):
    """A QThread that runs one function.

    Signals:
        run_ended(): the function has returned; the thread is about to finish.
    """

    run_ended = Signal()

    def __init__(self, name: str, run: Callable[[], None], ended: deque["WorkerThread"]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._run = run
        self._ended = ended

    def run(self) -> None:
        """Run the function; called by Qt in the new thread."""
        try:
            self._run()
        finally:
            self._ended.append(self)
            self.run_ended.emit()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has finished.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            Whether it has finished.
        """
        if timeout is None:
            return self.wait()
        return self.wait(QDeadlineTimer(round(timeout * 1000)))


class QtThreads(QObject):
    """Starts worker threads and holds each until it has finished.

    A running QThread whose Python object is collected aborts the process, so the threads are held
    here and let go only in the window's own thread, after Qt says they are done. This object lives
    in the window's thread; `start` may be called from any.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[WorkerThread] = set()
        self._ended: deque[WorkerThread] = deque()

    def start(self, name: str, run: Callable[[], None]) -> WorkerThread:
        """Run a function in a new QThread of that name."""
        thread = WorkerThread(name, run, self._ended)
        # Let go in the window's thread, wherever it was started.
        thread.moveToThread(self.thread())
        thread.run_ended.connect(self._on_thread_run_ended, Qt.ConnectionType.QueuedConnection)
        self._running.add(thread)
        thread.start()
        return thread

    def running(self) -> list[str]:
        """Return the names of the threads that have not finished."""
        return sorted(thread.objectName() for thread in self._running.copy())

    def wait_all(self, seconds: float) -> list[str]:
        """Wait for all threads to finish.

        Args:
            seconds: how long at most, for all of them together.

        Returns:
            The names of those that did not.
        """
        deadline = QDeadlineTimer(round(seconds * 1000))
        for thread in self._running.copy():
            if thread.wait(deadline):
                self._running.discard(thread)
        self._ended.clear()
        return self.running()

    @Slot()
    def _on_thread_run_ended(self) -> None:
        while self._ended:
            thread = self._ended.popleft()
            thread.wait()
            self._running.discard(thread)
