"""One run of a watched program, in a job."""

import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.watch.channel import check_system
from socket_workbench.watch.following import Following
from socket_workbench.watch.output import Output
from socket_workbench.watch.program import find_python, is_program
from socket_workbench.watch.watching import Watch

_PIECE = 512
"""Bytes of a line that are typed at once: those of `PIPE_BUF` on every system."""

ROUND = 0.03
"""Seconds between two looks at what was typed, and whether the program is to be stopped."""

STOP_TIME = 1.0
"""Seconds that a program has to end by itself; a window that is closed waits for two."""

MOST_OUTPUT = 1 << 17
"""Bytes of output that wait to be shown; of more, the older is left out there."""


class Run:
    """A run: what the job does, and what the window reads of it.

    Attributes:
        following: where its threads are, and the hints.
        watch: the watched program; None before it is started.
    """

    def __init__(self, program: Program, journal: Journal, on_change: Callable[[], None]) -> None:
        """Create it; nothing is started.

        Args:
            program: what to run.
            journal: where its calls are recorded.
            on_change: called when there is something new, in any thread.
        """
        self._program = program
        self._journal = journal
        self._on_change = on_change
        self._lock = threading.Lock()
        self._written: deque[Output] = deque()
        self._waiting = 0
        self._left_out = 0
        self.following = Following(on_change)
        self.watch: Watch | None = None

    def work(self, token: Token) -> int | None:
        """Run the program until it ends or the job is cancelled; the function of the job.

        Returns:
            Its exit code.

        Raises:
            ValueError: it cannot be watched; the message is a sentence.
        """
        watch = self._started()
        self.watch = watch
        self._on_change()
        typed: list[bytes] = []
        while not watch.join(ROUND):
            if token.is_cancelled():
                watch.end(signal.SIGTERM)
                watch.program.stop(STOP_TIME)
                watch.join()
                break
            typed += (piece for line in token.take_more() for piece in _pieces(line))
            while typed and watch.program.takes_input():
                watch.program.type(typed.pop(0))
        watch.program.type(b"")
        return watch.code

    def written(self) -> tuple[list[Output], int]:
        """Return what was written since the last time, and how many bytes before it were not.

        Nothing if somebody is writing just now: `on_change` is called after that.
        """
        if not self._lock.acquire(blocking=False):
            return [], 0
        try:
            found, left_out = list(self._written), self._left_out
            self._written.clear()
            self._waiting = self._left_out = 0
        finally:
            self._lock.release()
        return found, left_out

    def _started(self) -> Watch:
        check_system()
        program = self._program
        folder = program.place()
        if not folder.is_dir():
            raise ValueError(tr("There is no folder {path}.", path=folder))
        if not program.is_module and not is_program(program.path()):
            raise ValueError(tr("There is no program {path}.", path=program.name))
        python = find_python(program.python or None, folder)
        try:
            return Watch(
                self._journal,
                python,
                program.words(),
                captures=True,
                on_output=self._output,
                on_ended=self._on_change,
                on_step=self._on_change,
                holds=program.is_stepped,
                stdin=subprocess.PIPE,
                folder=folder,
                following=self.following,
                has_group=True,
            )
        except OSError as error:
            raise ValueError(
                tr("The program cannot be watched: {error}.", error=error.strerror or error)
            ) from error

    def _output(self, output: Output) -> None:
        with self._lock:
            self._left_out += output.left_out
            self._written.append(output)
            self._waiting += len(output.data)
            while self._waiting > MOST_OUTPUT and len(self._written) > 1:
                size = len(self._written.popleft().data)
                self._waiting -= size
                self._left_out += size
        self._on_change()


def _pieces(line: bytes) -> Iterator[bytes]:
    """Yield a typed line in pieces for which a program need not be waited."""
    for start in range(0, len(line), _PIECE):
        yield line[start : start + _PIECE]
