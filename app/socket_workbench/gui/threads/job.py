"""Runs a function in a thread beside the window: its progress, its result, and cancelling it."""

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
"""Seconds that `Token.rest` waits."""


class Token:
    """What a job's thread and the window's share; the job's function gets it as its argument."""

    def __init__(self, name: str, ring: Callable[["Token"], None]) -> None:
        """Begin with nothing told.

        Args:
            name: of the job.
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

    # For the function, in the job's thread

    def is_cancelled(self) -> bool:
        """Return whether the job is no longer wanted: the function returns soon, or raises."""
        return self._is_cancelled

    def is_due(self) -> bool:
        """Return whether `TELL_INTERVAL` has passed since anything was told."""
        return monotonic() >= self._due

    def progress(self, done: int, total: int) -> bool:
        """Say how much is done, of how much; `Job.progressed` follows where it is due.

        Returns:
            Whether the job is still wanted.
        """
        if self.is_due():
            self._progress = done, total
            self._announce()
        return not self._is_cancelled

    def tell(self, part: object) -> None:
        """Hand over a part of the result; `Job.told` follows for each."""
        self._told.append(("told", (part,)))
        self._announce()

    def rest(self) -> None:
        """Leave the interpreter to the window for `REST`, after something was told.

        While both threads run, every call that painting makes into Qt costs a switch of threads.
        """
        sleep(REST)

    def take(self, seconds: float) -> list[Any]:
        """Wait for something given to the job.

        Args:
            seconds: how long to wait at most.

        Returns:
            All that was given, oldest first. When nothing was, or the job was cancelled, it is
            empty, and the job takes nothing more.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._given or self._is_cancelled, seconds)
            given = [] if self._is_cancelled else self._given
            self._given = []
            self._takes = bool(given)
        return given

    def take_more(self) -> list[Any]:
        """Return what was given since, without waiting; the job goes on taking."""
        with self._changed:
            given, self._given = self._given, []
        return given

    # For the job

    def cancel(self) -> None:
        """Tell the function that the job is no longer wanted; from the window's thread."""
        with self._changed:
            self._is_cancelled = True
            self._changed.notify_all()

    def give(self, item: object) -> bool:
        """Give the function something to `take`; returns False when it takes nothing more."""
        with self._changed:
            if self._takes:
                self._given.append(item)
                self._changed.notify_all()
            return self._takes

    def news(self) -> list[tuple[str, tuple[Any, ...]]]:
        """Return the names and arguments of signals to emit, in order."""
        # Cleared first: what is told from here on rings again.
        self._has_rung = False
        progress, self._progress = self._progress, None
        news: list[tuple[str, tuple[Any, ...]]] = []
        if progress is not None:
            news.append(("progressed", progress))
        while self._told:
            news.append(self._told.popleft())
        return news

    def run(self, work: Callable[["Token"], object], errors: tuple[type[Exception], ...]) -> None:
        """Call the function and tell how it ended; in the job's thread."""
        end: tuple[str, tuple[Any, ...]]
        try:
            end = "succeeded", (work(self),)
        except errors as error:
            end = ("cancelled", ()) if self._is_cancelled else ("failed", (str(error),))
        except Exception as error:  # noqa: BLE001 - the thread's top: reported in the window's
            end = "crashed", (error,)
        with self._changed:
            self._takes = False
        self._told.append(end)
        _running.discard(self)
        self._announce()

    def _announce(self) -> None:
        self._due = monotonic() + TELL_INTERVAL
        if not self._has_rung:
            self._has_rung = True
            self._ring(self)


class Job(QObject):
    """A function that runs once in a thread of its own.

    The function gets a `Token`, and shares nothing else with the window: it must not refer to
    objects of Qt's. The thread knows nothing of this object, which may be deleted at any time; a
    function that does not return holds up only its thread.

    After `start`, one of `succeeded`, `cancelled` and `failed` is emitted when the function has
    ended; then the job deletes itself. All signals are emitted in the window's thread.

    Signals:
        progressed(int, int): so much is done of so much.
        told(object): a part of the result, as the function handed it over.
        succeeded(object): the function has returned this.
        cancelled: the function has given up, as `cancel` asked it to.
        failed(str): the function has raised an error; a sentence says what went wrong.
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
        """Prepare to run a function.

        Args:
            name: of the thread.
            work: the function.
            parent: what it belongs to.
            errors: what the function is known to raise, with a sentence to show as `str()`. Any
                other exception is a mistake in the program, and goes to `sys.excepthook` too.
        """
        super().__init__(parent)
        self._doorbell = _doorbell()
        self._token = Token(name, self._doorbell.ring)
        # Where the process is to end, it does not wait for a function that does not return.
        self._thread = threading.Thread(
            target=self._token.run, args=(work, errors), name=name, daemon=True
        )

    def start(self) -> None:
        """Run the function; to be called once."""
        _running.add(self._token)
        self._doorbell.watch(self._token, self)
        self._thread.start()

    def wait(self) -> None:
        """Wait for the end of the function, and emit all that it has told.

        Only for what must be on the disk before the program ends: the window stands still.
        """
        self._thread.join()
        self._doorbell.look(self._token)

    def give(self, item: object) -> bool:
        """Give the function something to `Token.take`; returns False when it takes no more."""
        return self._token.give(item)

    @Slot()
    def cancel(self) -> None:
        """Ask the function to give up; how it ends is told as always."""
        self._token.cancel()

    def drop(self) -> None:
        """Ask the function to give up, and tell nothing more of it; harmless after its end."""
        self._token.cancel()
        self._doorbell.forget(self._token)
        if isValid(self):
            self.deleteLater()

    def deliver(self, signal: str, arguments: tuple[Any, ...]) -> None:
        """Emit one of the signals; called by what watches the token."""
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
    """Calls the window's thread to the news of jobs.

    Threads emit only this object's signal, and it lives as long as the application: a signal whose
    sender is deleted meanwhile crashes.
    """

    _announced = Signal()

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._tokens: deque[Token] = deque()
        self._jobs: dict[Token, Job] = {}
        self._announced.connect(self._on_announced, Qt.ConnectionType.QueuedConnection)

    def watch(self, token: Token, job: Job) -> None:
        """Let a job emit what its token has to tell."""
        self._jobs[token] = job

    def forget(self, token: Token) -> None:
        """Let nothing more be emitted."""
        self._jobs.pop(token, None)

    def ring(self, token: Token) -> None:
        """Look at the token's news soon; from any thread."""
        self._tokens.append(token)
        self._announced.emit()

    @Slot()
    def _on_announced(self) -> None:
        while self._tokens:
            self.look(self._tokens.popleft())

    def look(self, token: Token) -> None:
        """Emit what a token has to tell; in the window's thread."""
        for signal, arguments in token.news():
            job = self._jobs.get(token)
            if job is None:
                break
            if isValid(job):
                job.deliver(signal, arguments)
            else:
                # It was deleted with its parent.
                token.cancel()
                self.forget(token)


_running: set[Token] = set()
_doorbells: list[_Doorbell] = []


def running_jobs() -> list[str]:
    """Return the names of the jobs whose functions have not returned, dropped ones included."""
    return sorted(token.name for token in _running.copy())


def _doorbell() -> _Doorbell:
    """Return the application's doorbell; to be called in the window's thread."""
    if not _doorbells or not isValid(_doorbells[0]):
        _doorbells[:] = [_Doorbell(QCoreApplication.instance())]
    return _doorbells[0]
