"""One watched run of a program: the thread that records what its processes tell."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from socket_workbench.clock import time_ns
from socket_workbench.journal.event import Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.channel import ENDED, EventChannel, Told
from socket_workbench.watch.following import Following
from socket_workbench.watch.gate import Gate
from socket_workbench.watch.held_sockets import HeldSockets
from socket_workbench.watch.mistakes.mistakes import Mistakes
from socket_workbench.watch.model import End, Process
from socket_workbench.watch.output import CapturedOutput, Output, OutputRecorder
from socket_workbench.watch.program import WatchedProgram
from socket_workbench.watch.programs import Programs
from socket_workbench.watch.recorder import Recorder

ROUND = 0.02
"""Seconds between two looks at the program's output and at calls that wait, without events."""

STOP_TIME = 2.0
"""Seconds that a program has to end by itself when it is stopped."""


class Watch:
    """Runs a program in a process of its own and records its socket calls in a journal.

    Attributes:
        program: the program.
        gate: holds its calls while they are stepped.
        code: its exit code; None while it runs.
        was_seen: whether it has told anything.
    """

    def __init__(
        self,
        journal: Journal,
        python: str,
        words: Sequence[str],
        *,
        captures: bool,
        on_output: Callable[[Output], None],
        on_ended: Callable[[], None],
        on_step: Callable[[], None] | None = None,
        holds: bool = False,
        stdin: int | None = None,
        folder: Path | None = None,
        following: Following | None = None,
        has_group: bool = False,
        bounds_output: bool = True,
    ) -> None:
        """Start the program; only for a thread in which signals are not blocked.

        Args:
            journal: where to record.
            python: the Python that runs it.
            words: `PROGRAM.py` or `-m MODULE`, and the program's own arguments.
            captures: whether what it writes is recorded, and not written where ours goes.
            on_output: is given what it has written, if that is captured.
            on_ended: called in the recording thread when the program has ended.
            on_step: called after calls were held or let go, in any thread.
            holds: whether calls are held from the beginning, see `gate`.
            stdin: its standard input, as `subprocess.Popen` takes it.
            folder: where it runs; None for the current folder.
            following: takes note of where its threads are, and of hints.
            has_group: whether it has a process group of its own, see `WatchedProgram`.
            bounds_output: whether captured output is left out where there is too much.

        Raises:
            ChannelError: this system cannot do it.
            OSError: the temporary folder cannot be used.
            StartError: the program cannot be started.
        """
        self.code: int | None = None
        self.was_seen = False
        self._on_output = on_output
        self._on_ended = on_ended
        self._recorder = Recorder(journal)
        name = program_name(words)
        self._following = following
        self._mistakes = Mistakes(self._hint)
        self._channel = EventChannel()
        capture = partial(CapturedOutput, is_bounded=bounds_output) if captures else None
        start = partial(WatchedProgram, python, words, self._channel.path)
        start = partial(start, stdin=stdin, folder=folder, has_group=has_group)
        self._captured, self.gate, self.program = self._begin(on_step, holds, capture, start)
        # What a rule finds stands behind the call that shows it.
        listeners = [self._recorder, self._mistakes, self.gate, *filter(None, [following])]
        self._programs = Programs(name, listeners)
        self._held_sockets = HeldSockets(self.gate)
        self._output = OutputRecorder(journal, self._output_source, is_bounded=bounds_output)
        self._main = Process(0, self.program.process.pid, name)
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def _begin(
        self,
        on_step: Callable[[], None] | None,
        holds: bool,
        capture: Callable[[], CapturedOutput] | None,
        start: Callable[..., WatchedProgram],
    ) -> tuple[CapturedOutput | None, Gate, WatchedProgram]:
        """Create what the program needs and start it; if that fails, nothing is left open."""
        with contextlib.ExitStack() as undone:
            undone.callback(self._channel.close)
            captured = capture() if capture is not None else None
            if captured is not None:
                undone.callback(captured.close)
            gate = Gate(self._channel.folder, on_step, holds=holds)
            undone.callback(gate.close)
            program = start(output=captured)
            undone.pop_all()
        return captured, gate, program

    @property
    def left_out(self) -> int:
        """How many calls were left out."""
        return self._recorder.left_out_calls

    def stop(self) -> None:
        """End the program, and wait for that; calls that are held go on, so that it can tidy up."""
        self.end(signal.SIGTERM)
        self.program.stop(STOP_TIME)

    def end(self, number: int) -> None:
        """Send the program a signal that asks it to end, and hold its calls no longer."""
        self.program.send(number)
        self.gate.go_on()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until everything is recorded; returns whether it is."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            patience = ROUND
            while self.program.exit_code() is None:
                has_written = self._round(self._channel.read(patience))
                patience = 0 if has_written else ROUND
            self._round(self._channel.rest())
            if self._captured is not None:
                self._take_output(self._captured.rest())
            self._output.tell()
            for number in tuple(self._programs.processes):
                self._programs.take(Told(time_ns(), number, (ENDED,)))
            self.code = self.program.exit_code()
        finally:
            self.gate.close()
            self._channel.close()
            self.program.close()
            if self._captured is not None:
                self._captured.close()
            self._on_ended()

    def _round(self, told: Sequence[Told]) -> bool:
        """Take note of what was told and written; returns whether something was written."""
        for each in told:
            self._programs.take(each)
        self.was_seen = self.was_seen or bool(told)
        written = self._captured.news() if self._captured is not None else []
        self._take_output(written)
        # Not by the clock: on a busy machine, what is told is read later, and calls that have
        # returned long ago would seem to wait.
        waiting, until = self._programs.waiting(), self._channel.told_until
        self._recorder.tick(waiting, until)
        self._mistakes.tick(waiting, until)
        self._held_sockets.look()
        return bool(written)

    def _hint(self, process: Process, end: End | None, moment: int, hint: HintRecord) -> None:
        self._recorder.hint(process, end, moment, hint)
        if self._following is not None:
            self._following.hinted(moment, hint)

    def _take_output(self, written: Iterable[Output]) -> None:
        for output in written:
            self._output.take(output)
            self._on_output(output)

    def _output_source(self) -> Source:
        """Return where the program's output belongs: to the process that was started."""
        found = (each for each in self._programs.processes.values() if each.pid == self._main.pid)
        return self._recorder.program_source(next(found, self._main))


def program_name(words: Sequence[str]) -> str:
    """Return the file name of a program, or the name of its module."""
    return words[1] if words[0] == "-m" else Path(words[0]).name
