"""Starts the threads of endpoints in the window: a QThread for every blocking loop."""

import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QThread, Signal, Slot

from socket_workbench.engine.threads import Precedence, name_thread, share_turns
from socket_workbench.system import THREAD_STACK_BYTES

IDLE_SECONDS = 1.0
"""Seconds for which an idle thread waits for a task before it finishes."""

MOST_IDLE = 32
"""The most idle threads."""


class Task:
    """A function that runs in a thread; can be joined."""

    def __init__(self, name: str, run: Callable[[], object], running: "set[Task]") -> None:
        self.name = name
        self._run = run
        self._running = running
        self._going = threading.Lock()
        self._going.acquire()
        running.add(self)
        share_turns(len(running))

    def do(self) -> None:
        """Run the function; called in the thread."""
        name_thread(self.name)
        try:
            self._run()
        finally:
            self._running.discard(self)
            share_turns(len(self._running))
            self._going.release()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the function has returned.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            Whether it has returned.
        """
        if not self._going.acquire(timeout=-1 if timeout is None else max(timeout, 0)):
            return False
        self._going.release()
        return True


class WorkerThread(QThread):
    """A QThread that runs a task, then others that it is given while idle.

    Creating and destroying a QThread costs more than serving a short connection.

    Signals:
        run_ended(): the thread is about to finish.
    """

    run_ended = Signal()

    def __init__(self, task: Task, idle: "IdleThreads", ended: deque["WorkerThread"]) -> None:
        super().__init__()
        self.setObjectName(task.name)
        self.setStackSize(THREAD_STACK_BYTES)
        self._task: Task | None = task
        self._idle = idle
        self._ended = ended
        self._given = threading.Lock()
        self._given.acquire()

    @property
    def is_idle(self) -> bool:
        """Whether it runs no task."""
        return self._task is None

    def run(self) -> None:
        """Run tasks; called by Qt in the new thread."""
        try:
            while self._task is not None:
                self._task.do()
                self._task = None
                self._idle.wait_in(self)
        finally:
            self._task = None
            self._ended.append(self)
            self.run_ended.emit()

    def give(self, task: Task | None) -> None:
        """Give it another task; called after it was taken from the idle threads.

        Args:
            task: what to run; None lets the thread finish.
        """
        self._task = task
        self._given.release()

    def wait_for_task(self, timeout: float = -1) -> bool:
        """Wait for a task; return whether there is one."""
        return self._given.acquire(timeout=timeout)


class IdleThreads:
    """The idle threads; thread-safe.

    Attributes:
        is_closed: whether threads without a task finish at once.
    """

    def __init__(self) -> None:
        self.is_closed = False
        self._waiting: deque[WorkerThread] = deque()

    def wait_in(self, thread: WorkerThread) -> None:
        """Add a thread, and wait in it for a task for up to `IDLE_SECONDS`."""
        if len(self._waiting) >= MOST_IDLE:
            return
        self._waiting.append(thread)
        # Check after adding the thread: either this sees `is_closed`, or `close` sees the thread.
        if self.is_closed:
            self.close()
        if thread.wait_for_task(IDLE_SECONDS):
            return
        try:
            self._waiting.remove(thread)
        except ValueError:
            # It was taken between the timeout and the removal, so a task will follow.
            thread.wait_for_task()

    def take(self) -> WorkerThread | None:
        """Remove and return the thread that became idle last; None if there is none."""
        try:
            return self._waiting.pop()
        except IndexError:
            return None

    def close(self) -> None:
        """Let all idle threads finish, and those that become idle later."""
        self.is_closed = True
        while (thread := self.take()) is not None:
            thread.give(None)


class QtThreads(QObject):
    """Starts worker threads, and keeps a reference to each until it has finished.

    A running QThread whose Python object is collected aborts the process. So this object keeps
    references, and drops them in the window's thread after `QThread.finished`. It lives in the
    window's thread; `start` is thread-safe.

    Its threads are not moved to the window's thread: `moveToThread` waits for the locks of both
    threads' posted events with the interpreter's lock, for which the window may wait with its own:
    Qt calls `QApplication.compressEvent`, which PySide6 overrides, while it holds that.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.precedence = Precedence()
        self._tasks: set[Task] = set()
        self._threads: set[WorkerThread] = set()
        self._idle = IdleThreads()
        self._ended: deque[WorkerThread] = deque()

    def start(self, name: str, run: Callable[[], object]) -> Task:
        """Run a function in an idle or a new QThread; a new one gets the name."""
        task = Task(name, run, self._tasks)
        thread = self._idle.take()
        if thread is not None:
            thread.give(task)
            return task
        thread = WorkerThread(task, self._idle, self._ended)
        thread.run_ended.connect(self._on_thread_run_ended, Qt.ConnectionType.QueuedConnection)
        self._threads.add(thread)
        thread.start()
        return task

    def running(self) -> list[str]:
        """Return the names of the tasks that have not ended."""
        return sorted(task.name for task in self._tasks.copy())

    def wait_all(self, seconds: float) -> list[str]:
        """Wait for all threads to finish.

        Args:
            seconds: the longest time to wait for all of them together.

        Returns:
            The names of those that have not ended.
        """
        deadline = QDeadlineTimer(round(seconds * 1000))
        for task in self._tasks.copy():
            task.join(deadline.remainingTime() / 1000)
        self.close_idle()
        return self.running()

    def close_idle(self) -> None:
        """Let idle threads finish, and join them; this does not block for long."""
        self._idle.close()
        for thread in self._threads.copy():
            if thread.is_idle:
                thread.wait()
                self._threads.discard(thread)
        self._ended.clear()
        self._idle.is_closed = False

    @Slot()
    def _on_thread_run_ended(self) -> None:
        while self._ended:
            thread = self._ended.popleft()
            thread.wait()
            self._threads.discard(thread)
