"""Pipes in the place of standard input and output, so that commands run inside the test."""

import contextlib
import io
import os
import signal
import socket
import sys
import threading
from _thread import interrupt_main

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.system import is_broken_pipe


class Reader:
    """Reads lines from the other end of standard output."""

    def __init__(self, descriptor):
        self._file = os.fdopen(descriptor, "rb")

    def line(self):
        return self._file.readline().decode()

    def rest(self):
        return self._file.read().decode()

    def close(self):
        self._file.close()


class Writer:
    """Writes at the other end of standard input."""

    def __init__(self, descriptor):
        self._file = os.fdopen(descriptor, "wb", buffering=0)

    def write(self, data):
        self._file.write(data)

    def close(self):
        self._file.close()


def signal_self(number: int) -> None:
    """Send this process a signal, as from outside.

    On Windows, `os.kill` ends the process whatever handlers it has; of signals from outside there
    is only Ctrl-C in a console, which calls the handler in a thread of its own.
    """
    if os.name == "posix":
        os.kill(os.getpid(), number)
    else:
        signal.raise_signal(number)


@pytest.fixture(autouse=True)
def no_sudden_end(monkeypatch):
    """A command that has to be cut off fails its test instead of ending the tests."""
    end = os._exit

    def cut_off(code):
        if threading.current_thread().name.startswith("pytest_timeout"):
            end(code)
        raise AssertionError(f"cut off with {code}: {threading.enumerate()}")

    monkeypatch.setattr(os, "_exit", cut_off)
    # Where no signal can do it, a thread of pytest-timeout watches; it ends with the test.
    for thread in threading.enumerate():
        if thread.name.startswith("pytest_timeout"):
            thread._daemonic = True  # type: ignore[attr-defined]


@pytest.fixture
def piped_output():
    """Put a pipe in the place of standard output for a while; the test reads what is printed.

    It has to be done inside the test: pytest changes the streams back between a fixture and it.
    """

    @contextlib.contextmanager
    def piped():
        read, write = os.pipe()
        before, reader = sys.stdout, Reader(read)
        sys.stdout = stream = io.TextIOWrapper(os.fdopen(write, "wb"), encoding="utf-8")
        try:
            yield reader
        finally:
            sys.stdout = before
            try:
                stream.close()
            except OSError as error:
                if not is_broken_pipe(error):
                    raise
            reader.close()

    return piped


@pytest.fixture
def piped_input():
    """Put a pipe in the place of standard input for a while; the test types."""

    @contextlib.contextmanager
    def piped():
        read, write = os.pipe()
        before, writer = sys.stdin, Writer(write)
        sys.stdin = stream = os.fdopen(read)
        try:
            yield writer
        finally:
            writer.close()
            for thread in threading.enumerate():
                if thread.name == "standard input":
                    thread.join(10)
            sys.stdin = before
            stream.close()

    return piped


class Terminal:
    """A terminal, at which the test types.

    Attributes:
        file: what a command reads from.
    """

    def __init__(self):
        self._ours, its = os.openpty()
        self._is_open = True
        self.file = os.fdopen(its)

    def type(self, data=b"\n"):
        os.write(self._ours, data)

    def hang_up(self):
        """Let its readers see its end."""
        if self._is_open:
            self._is_open = False
            os.close(self._ours)

    def close(self):
        """Hang up, and close it once nobody reads from it."""
        self.hang_up()
        for thread in threading.enumerate():
            if thread.name in ("standard input", "typed messages"):
                thread.join(10)
        self.file.close()


@pytest.fixture
def terminal():
    """Give a terminal to a test, which may close it earlier."""
    terminal = Terminal()
    yield terminal
    terminal.close()


@pytest.fixture
def listener():
    """A peer that nobody has connected to yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        yield listener


@pytest.fixture
def beside():
    """Run a function beside the command; what goes wrong in it ends the command, and is raised."""
    threads: list[threading.Thread] = []
    failures: list[BaseException] = []

    def give_up(number, frame):
        raise failures[0] if failures else SystemExit(128 + number)

    # A command that runs answers the signal itself; otherwise the test is interrupted by it.
    before = signal.signal(signal.SIGTERM, give_up)

    def start(function):
        def run():
            try:
                function()
            except BaseException as error:  # noqa: BLE001 - raised in the test's own thread
                failures.append(error)
                interrupt_main(signal.SIGTERM)

        # A daemon, for it is no thread of the command that would keep the process from ending.
        thread = threading.Thread(target=run, daemon=True)
        threads.append(thread)
        thread.start()

    try:
        yield start
        for thread in threads:
            thread.join(20)
            assert not thread.is_alive()
    finally:
        signal.signal(signal.SIGTERM, before)
    if failures:
        raise failures[0]


@pytest.fixture
def command():
    """Run a command as the program does; returns its exit code."""

    def run(*words):
        parsed = parse(list(words))
        return parsed.command(parsed)

    return run
