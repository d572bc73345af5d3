"""Programs that are run, each in a process of its own."""

import ast
import contextlib
import itertools
import signal
import subprocess
import sys

import pytest

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style
from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.options import ClientOptions, ServerOptions

FRAMINGS = ("none", "line", "delimiter:;", "length:u16be", "header:u8@1", "fixed:8", "idle:20ms")
URLS = (
    "tcp://127.0.0.1:0",
    "udp://127.0.0.1:0",
    "tcp://[::1]:0",
    "udp://localhost:0",
    "unix:///tmp/a stream",
    "unixgram:///tmp/b",
)


def server(url, dialogue="echo", parameters=None, **options):
    return ServerSettings(
        "server",
        parse_endpoint(url),
        ServerOptions.of(taken(ServerOptions, options)),
        dialogue,
        parameters or {},
    )


def client(url, **options):
    return ClientSettings(
        "client", parse_endpoint(url), ClientOptions.of(taken(ClientOptions, options))
    )


def taken(kind, options):
    """Return options with the values that their texts stand for."""
    return {name: kind.row(name).take(value) for name, value in options.items()}


def many_servers():
    """Yield servers that differ in dialogue, style, transport and framing, with their names.

    Every dialogue is there in every style; the others are combined in turns.
    """
    turns = itertools.cycle(itertools.product(URLS, FRAMINGS))
    kinds = [kind for kind in dialogue_kinds() if kind.name != "rules"]
    for kind, style in itertools.product(kinds, Style):
        for _ in range(3):
            url, framing = next(turns)
            is_stream = url.startswith(("tcp", "unix:"))
            if not is_stream and "datagram" not in kind.transports:
                url = URLS[0]
            options = {"model": "one-at-a-time"} if framing == "line" and is_stream else {}
            settings = server(url, kind.name, framing=framing, **options)
            yield f"{kind.name} {style.value} {url} {framing}", server_program(settings, style)


class Running:
    """A program in a process of its own.

    Attributes:
        address: where it listens, as its socket says; None for a client.
    """

    def __init__(self, path, text):
        path.write_text(text, "utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.address = None
        self._end: tuple[int, str] | None = None

    def wait_until_listening(self):
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        assert line.startswith("listening at "), (line, self.stop())
        shown = line.removeprefix("listening at ").strip()
        self.address = ast.literal_eval(shown) if shown.startswith("(") else shown
        return self.address

    def type(self, data):
        """Type something; more may follow."""
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def typed(self, data):
        """Type what a person would, end the input, and return what was printed until it ends."""
        printed, complaints = self.process.communicate(data, timeout=20)
        self._end = (self.process.returncode, without_greeting(complaints.decode()))
        return printed

    def stop(self):
        """End it as Ctrl-C does; returns its exit code and what it complained about."""
        if self._end is None:
            complaints = self._interrupted()
            if complaints is None:
                self.process.kill()
                complaints = f"it did not end: {self.process.communicate()[1].decode()}"
            self._end = (self.process.returncode, without_greeting(complaints))
        return self._end

    def _interrupted(self):
        """Interrupt it until it ends, and return what it complained about; None if it does not.

        A signal that comes between the interpreter's last look for one and the system call that
        blocks is seen after that call only; a person presses Ctrl-C again.
        """
        for _ in range(4):
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.communicate(timeout=5)[1].decode()
        return None


def without_greeting(complaints):
    """Return what stands on standard error beside where a client is connected to."""
    lines = complaints.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("connected to "))


@pytest.fixture
def run_program(tmp_path):
    """Start a program; at the end every one has to have ended in order."""
    started: list[Running] = []

    def run(text):
        path = tmp_path / f"program_{len(started)}.py"
        running = Running(path, text)
        started.append(running)
        return running

    try:
        yield run
    finally:
        ends = []
        for running in started:
            ends.append(running.stop())
    assert ends == [(0, "")] * len(ends)
