"""The program as a person starts it in a shell; loaded by the conftests that need it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
PATIENCE = 40


class Running:
    """A program that has been started; its output can be read while it runs."""

    def __init__(self, words, **streams):
        self.process = subprocess.Popen(
            [*streams.get("before", ()), sys.executable, "-m", "socket_workbench", *words],
            env={**os.environ, "PYTHONPATH": str(APP)},
            stdin=streams.get("stdin", subprocess.DEVNULL),
            stdout=streams.get("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            bufsize=0,
        )

    def line(self):
        """Read the next line of standard output."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().decode()

    def until(self, part):
        """Read lines up to one with this in it; returns that line."""
        while part not in (line := self.line()):
            assert line, f"the output ended without {part!r}"
        return line

    def complaint(self, part):
        """Read lines of standard error up to one with this in it; returns that line."""
        assert self.process.stderr is not None
        while part not in (line := self.process.stderr.readline().decode()):
            assert line, f"standard error ended without {part!r}"
        return line

    def endpoint(self):
        """Read the first line and return the endpoint it names."""
        word, endpoint = self.line().split()
        assert word == "listening"
        return endpoint

    def port(self):
        """Read the first line and return the port it names."""
        return int(self.endpoint().rpartition(":")[2])

    def end(self, number=signal.SIGTERM):
        """Send a signal and wait for the end; returns code, rest of the output, errors."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self):
        """Wait for the end; returns code, rest of the output, errors."""
        rest, errors = self.process.communicate(timeout=PATIENCE)
        assert b"Traceback" not in errors, errors.decode()
        return self.process.returncode, rest, errors.decode()


class Program:
    """Starts the program, and sees to it that nothing of it is left."""

    def __init__(self):
        self._started = []

    def start(self, *words, **streams):
        """Start it; returns at once."""
        running = Running([str(word) for word in words], **streams)
        self._started.append(running)
        return running

    def run(self, *words, typed=b""):
        """Run it to its end with this on standard input; returns code, output, errors."""
        running = self.start(*words, stdin=subprocess.PIPE)
        output, errors = running.process.communicate(typed, timeout=PATIENCE)
        assert b"Traceback" not in errors, errors.decode()
        return running.process.returncode, output, errors.decode()

    def close(self):
        """End whatever still runs."""
        for running in self._started:
            running.process.kill()
            running.process.wait()
            for stream in (
                running.process.stdin,
                running.process.stdout,
                running.process.stderr,
            ):
                if stream is not None:
                    stream.close()


@pytest.fixture
def program():
    """Give a way to start the program."""
    program = Program()
    yield program
    program.close()
