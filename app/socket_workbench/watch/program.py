"""Starts a Python program so that it is watched, and ends it."""

import os
import select
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep

from socket_workbench.language import tr
from socket_workbench.watch.output import CapturedOutput

CHILD = Path(__file__).parent / "child"
"""The folder that watched processes have on their path."""

_ROUND = 0.01
"""Seconds between two looks at whether a group has ended."""

_NAMES = ("bin/python3", "bin/python")


class PythonError(ValueError):
    """There is no Python to run the program with; the message is a sentence."""


class StartError(ValueError):
    """The program cannot be started; the message is a sentence."""


def find_python(wanted: str | None, folder: Path) -> str:
    """Return the Python that runs a program.

    Args:
        wanted: the one that is asked for; None for the nearest `.venv`, else the one on PATH.
        folder: where to begin looking for `.venv`, then in the folders above it.

    Raises:
        PythonError: there is none.
    """
    if wanted is not None:
        found = shutil.which(wanted)
        if found is None:
            raise PythonError(
                tr("{path} is no program that can be run: give a Python's path.", path=wanted)
            )
        return found
    for place in (folder, *folder.parents):
        for name in _NAMES:
            candidate = place / ".venv" / name
            if os.access(candidate, os.X_OK) and candidate.is_file():
                return str(candidate)
    found = shutil.which("python3") or shutil.which("python")
    if found is None:
        raise PythonError(
            tr(
                "There is no Python on PATH to run the program with: install Python 3.8 or later,"
                " or name the one to use (--python)."
            )
        )
    return found


def current_folder() -> Path:
    """Return the current folder; raises `StartError` if it has been deleted."""
    try:
        return Path.cwd()
    except OSError as error:
        raise StartError(
            tr("The current folder has been deleted: go to another one to run the program.")
        ) from error


def is_program(path: Path) -> bool:
    """Whether Python can run what has this path: a file, or a folder that has a `__main__.py`."""
    return path.is_file() or (path / "__main__.py").is_file()


def watched_environment(environment: Mapping[str, str], channel: str) -> dict[str, str]:
    """Return the environment of a watched process.

    Args:
        environment: of the process that starts it.
        channel: the path of the socket that events go to.
    """
    before = environment.get("PYTHONPATH")
    path = f"{CHILD}{os.pathsep}{before}" if before else str(CHILD)
    return {**environment, "PYTHONPATH": path, "SOCKET_WORKBENCH_WATCH": channel}


def interpreter_options(environment: Mapping[str, str]) -> list[str]:
    """Return the options of Python: `-b`, to be told when bytes are compared with text.

    Where warnings are to be errors, the program would be another one with it.
    """
    return [] if environment.get("PYTHONWARNINGS") else ["-b"]


class WatchedProgram:
    """A program that has been started.

    What it writes goes where the workbench's own output goes, unless it is captured.

    Attributes:
        process: the process.
        has_group: whether signals reach what it has started, too.
    """

    def __init__(
        self,
        python: str,
        words: Sequence[str],
        channel: str,
        *,
        output: CapturedOutput | None = None,
        stdin: int | None = None,
        folder: Path | None = None,
        has_group: bool = False,
    ) -> None:
        """Start it.

        Args:
            python: the Python that runs it.
            words: `PROGRAM.py` or `-m MODULE`, and the program's own arguments.
            channel: the path of the socket that events go to.
            output: where it writes; None for where ours goes.
            stdin: its standard input, as `subprocess.Popen` takes it.
            folder: where it runs; None for the current folder.
            has_group: whether it has a process group of its own, with which everything that it
                starts is ended too. At a terminal it must not: it could not read from it.

        Raises:
            StartError: it cannot be started.
        """
        self.has_group = has_group
        environment = watched_environment(os.environ, channel)
        if output is not None:
            environment["PYTHONUNBUFFERED"] = "1"
        files = output.files if output is not None else {}
        try:
            self.process = subprocess.Popen(
                [python, *interpreter_options(environment), *words],
                env=environment,
                cwd=folder,
                stdin=stdin,
                stdout=files.get("stdout"),
                stderr=files.get("stderr"),
                process_group=0 if has_group else None,
            )
        except OSError as error:
            raise StartError(
                tr(
                    "{path} cannot be started: {reason}.",
                    path=error.filename or python,
                    reason=error.strerror,
                )
            ) from error

    def type(self, data: bytes) -> bool:
        """Write into its standard input, if that is a pipe; without data, close it.

        Returns:
            Whether it takes more.
        """
        pipe = self.process.stdin
        if pipe is None:
            return False
        try:
            if data:
                pipe.write(data)
                pipe.flush()
                return True
            pipe.close()
        except (OSError, ValueError):
            # The program has ended, or has closed it.
            pass
        return False

    def takes_input(self) -> bool:
        """Return whether a short line (PIPE_BUF bytes) can be typed without waiting."""
        pipe = self.process.stdin
        if pipe is None or pipe.closed:
            return True
        return bool(select.select([], [pipe], [], 0)[1])

    def send(self, number: int) -> None:
        """Send a signal to it, and to what it has started if it has a group; if it still runs."""
        if not self.has_group:
            self.process.send_signal(number)
        elif self.process.poll() is None:
            self._send_to_group(number)

    def exit_code(self) -> int | None:
        """Return its exit code, of a signal as shells have it; None while it runs."""
        code = self.process.poll()
        return 128 - code if code is not None and code < 0 else code

    def stop(self, patience: float) -> None:
        """End it: with SIGTERM, after so many seconds with SIGKILL; only while it runs.

        What else is in its group has as long to end. What has left the group, as daemons do, stays.
        """
        end = monotonic() + patience
        self.send(signal.SIGTERM)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # A group keeps its number as long as somebody is in it.
        while self.has_group and self._send_to_group(0):
            if monotonic() >= end:
                self._send_to_group(signal.SIGKILL)
                break
            sleep(_ROUND)

    def _send_to_group(self, number: int) -> bool:
        """Send a signal to the group, 0 to ask only; returns whether there is somebody in it."""
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            # Nobody is there, or only who has become another user.
            return False
        return True

    def close(self) -> None:
        """Close the pipe of its input."""
        self.type(b"")
