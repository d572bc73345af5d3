"""Background jobs: run a function in a thread, with progress, result and cancellation."""

import _thread
import sys
import threading
from collections import deque
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from socket_workbench.journal.errors import JournalError
from socket_workbench.language import tr

TELL_INTERVAL = 0.05
"""Seconds between two reports of progress."""

REST = 0.012
"""Seconds that `Token.rest` sleeps."""


class Token:
    """The state shared by a job's thread and the window's; the argument of the job's function."""

    def __init__(self, name: str, ring: Callable[["Token"], None]) -> None:
        """Create the state of a job.

        Args:
            name: the name of the job.
            ring: called in the job's thread when `news` has something to return.
        """
        self.name = name
        self._ring = ring
        self._changed = threading.Condition()
        self._given: list[Any] = []
        self._takes = True
        self._is_cancelled = False
        self._due = monotonic() + TELL_INTERVAL
        self._progress: tuple[int, int] | None = None
        self._told: deque[tuple[str, tuple[Any, ...]]] = deque()
        self._has_rung = False
        self._ended = threading.Event()

    # For the function, in the job's thread

    def is_cancelled(self) -> bool:
        """Return whether the job was cancelled; the function should return soon, or raise."""
        return self._is_cancelled

    def is_due(self) -> bool:
        """Return whether `TELL_INTERVAL` has passed since the last report."""
        return monotonic() >= self._due

    def progress(self, done: int, total: int) -> bool:
        """Report how much is done of how much; `Job.progressed` follows if `is_due`.

        Returns:
            False if the job was cancelled.
        """
        if self.is_due():
            self._progress = done, total
            self._announce()
        return not self._is_cancelled

    def tell(self, part: object) -> None:
        """Report a part of the result; `Job.told` follows for each."""
        self._told.append(("told", (part,)))
        self._announce()

    def rest(self) -> None:
        """Sleep for `REST` after a report, to leave the interpreter lock to the window's thread.

        While both threads run, each call from painting into Qt costs a thread switch.
        """
        sleep(REST)

    def take(self, seconds: float) -> list[Any]:
        """Wait for items given to the job.

        Args:
            seconds: the longest time to wait.

        Returns:
            All items given, oldest first. If there were none, or the job was cancelled, it is
            empty, and the job takes no more.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._given or self._is_cancelled, seconds)
            given = [] if self._is_cancelled else self._given
            self._given = []
            self._takes = bool(given)
        return given

    def take_more(self) -> list[Any]:
        """Return the items given since, without waiting; the job continues to take items."""
        with self._changed:
            given, self._given = self._given, []
        return given

    # For the job

    def cancel(self) -> None:
        """Cancel the job; called in the window's thread."""
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    def wait(self) -> None:
        """Block until the function has ended and `news` tells how."""
        self._ended.wait()

    def give(self, item: object) -> bool:
        """Give the function an item to `take`; return False if it takes no more."""
        with self._changed:
            if self._takes:
                self._given.append(item)
                self._changed.notify_all()
            return self._takes

    def news(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Return the names and arguments of the signals to emit, in order."""
        # Clear first: reports from here on ring again.
        self._has_rung = False
        progress, self._progress = self._progress, None
        news: list[tuple[str, tuple[Any, ...]]] = []
        if progress is not None:
            news.append(("progressed", progress))
        while self._told:
            news.append(self._told.popleft())
        return news

    def begin(self, thread: threading.Thread) -> None:
        """Start the job's thread; where the system has none left, the job has crashed."""
        try:
            thread.start()
        except RuntimeError as error:
            self._end("crashed", error)

    def run(self, work: Callable[["Token"], object], errors: tuple[type[Exception], ...]) -> None:
        """Call the function and report how it ended; called in the job's thread."""
        try:
            end: tuple[Any, ...] = "succeeded", work(self)
        except errors as error:
            end = ("cancelled",) if self._is_cancelled else ("failed", str(error))
        except Exception as error:  # noqa: BLE001 - the thread's top: reported in the window's
            end = "crashed", error
        self._end(*end)

    def _end(self, signal: str, *arguments: object) -> None:
        with self._changed:
            self._takes = False
        self._told.append((signal, arguments))
        _running.discard(self)
        self._announce()
        self._ended.set()

    def _announce(self) -> None:
        self._due = monotonic() + TELL_INTERVAL
        if not self._has_rung:
            self._has_rung = True
            self._ring(self)


class Job(QObject):
    """Runs a function once in a new thread.

    The function gets a `Token` and must share nothing else with the window; it must not refer to
    Qt objects. The thread has no reference to this object, which may be deleted at any time; a
    function that does not return blocks its thread only.

    After `start`, one of `succeeded`, `cancelled` and `failed` is emitted when the function has
    ended; then the job deletes itself. All signals are emitted in the window's thread.

    Signals:
        progressed(int, int): carries how much is done, and of how much.
        told(object): carries a part of the result, as passed to `Token.tell`.
        succeeded(object): carries the return value of the function.
        cancelled: the function has ended after `cancel`.
        failed(str): the function has raised an error; carries a sentence.
    """

    progressed = Signal(object, object)
    told = Signal(object)
    succeeded = Signal(object)
    cancelled = Signal()
    failed = Signal(str)

    def __init__(
        self,
        name: str,
        work: Callable[[Token], object],
        parent: QObject | None = None,
        errors: tuple[type[Exception], ...] = (JournalError,),
    ) -> None:
        """Create a job; `start` runs it.

        Args:
            name: the name of the thread.
            work: the function.
            parent: the parent object.
            errors: the exceptions that the function may raise, whose `str()` is a sentence to show.
                Any other exception is a bug, and is also passed to `sys.excepthook`.
        """
        super().__init__(parent)
        self._doorbell = _doorbell()
        self._token = Token(name, self._doorbell.ring)
        # A daemon thread: a function that does not return must not keep the process alive.
        self._thread = threading.Thread(
            target=self._token.run, args=(work, errors), name=name, daemon=True
        )

    def start(self) -> None:
        """Start the thread; call it once."""
        _running.add(self._token)
        self._doorbell.watch(self._token, self)
        # `Thread.start` waits until the thread runs, which on a busy machine takes a second: a
        # thread that nobody waits for waits in place of the window.
        try:
            _thread.start_new_thread(self._token.begin, (self._thread,))
        except RuntimeError:  # the system has no thread left
            self._token.begin(self._thread)

    def wait(self) -> None:
        """Block until the function has ended, and emit its signals.

        It blocks the window; only for jobs that must finish before the program ends.
        """
        self._token.wait()
        self._doorbell.look(self._token)

    def give(self, item: object) -> bool:
        """Give the function an item to `Token.take`; return False if it takes no more."""
        return self._token.give(item)

    @Slot()
    def cancel(self) -> None:
        """Cancel the job; a signal still reports how it ends."""
        self._token.cancel()

    def drop(self) -> None:
        """Cancel the job and emit no more signals; no effect after its end."""
        self._token.cancel()
        self._doorbell.forget(self._token)
        if isValid(self):
            self.deleteLater()

    def deliver(self, signal: str, arguments: tuple[Any, ...]) -> None:
        """Emit one of the signals; called by the doorbell."""
        if signal in ("progressed", "told"):
            getattr(self, signal).emit(*arguments)
            return
        self._doorbell.forget(self._token)
        self.deleteLater()
        if signal == "crashed":
            (error,) = arguments
            sys.excepthook(type(error), error, error.__traceback__)
            signal, arguments = (
                "failed",
                (tr("Something in the program failed ({error}).", error=error),),
            )
        getattr(self, signal).emit(*arguments)


class _Doorbell(QObject):
    """Notifies the window's thread of the news of jobs.

    Threads emit signals of this object only. It lives as long as the application, since emitting a
    signal of an object that is being deleted crashes.
    """

    _announced = Signal()

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._tokens: deque[Token] = deque()
        self._jobs: dict[Token, Job] = {}
        self._announced.connect(self._on_announced, Qt.ConnectionType.QueuedConnection)

    def watch(self, token: Token, job: Job) -> None:
        """Emit the signals of this job from now on."""
        self._jobs[token] = job

    def forget(self, token: Token) -> None:
        """Emit no more signals of a job."""
        self._jobs.pop(token, None)

    def ring(self, token: Token) -> None:
        """Schedule `look` in the window's thread; thread-safe."""
        self._tokens.append(token)
        self._announced.emit()

    @Slot()
    def _on_announced(self) -> None:
        while self._tokens:
            self.look(self._tokens.popleft())

    def look(self, token: Token) -> None:
        """Emit the signals of a token's news; called in the window's thread."""
        for signal, arguments in token.news():
            job = self._jobs.get(token)
            if job is None:
                break
            if isValid(job):
                job.deliver(signal, arguments)
            else:
                # The job was deleted with its parent.
                token.cancel()
                self.forget(token)


_running: set[Token] = set()
_doorbells: list[_Doorbell] = []


def running_jobs() -> list[str]:
    """Return the names of the jobs whose functions have not returned, dropped ones included."""
    return sorted(token.name for token in _running.copy())


def _doorbell() -> _Doorbell:
    """Return the application's doorbell; call it in the window's thread."""
    if not _doorbells or not isValid(_doorbells[0]):
        _doorbells[:] = [_Doorbell(QCoreApplication.instance())]
    return _doorbells[0]
