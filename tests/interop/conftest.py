"""The program as a person starts it, and programs that others wrote."""

import contextlib
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from runpy import run_path

import psutil
import pytest

from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.store import Store

program = run_path(str(Path(__file__).parents[1] / "acceptance" / "program.py"))["program"]

PATIENCE = 40


class Tools:
    """Runs programs that others wrote; a test is skipped only where one is not installed."""

    def __init__(self, folder):
        self._folder = folder
        self._started = []

    def run(self, *words, typed=b""):
        """Run one to its end with this on standard input; returns what it printed."""
        done = subprocess.run(
            _installed(words), input=typed, capture_output=True, timeout=PATIENCE, check=False
        )
        return done.stdout

    def tshark(self, file, *words):
        """Read a capture; the payload is nothing but bytes, whatever its port stands for."""
        plain = ("-d", "tcp.port==1-65535,data", "-d", "udp.port==1-65535,data")
        return self.run("tshark", "-n", "-r", file, *plain, *words).decode()

    def start(self, *words):
        """Start one; returns its process, with pipes to it."""
        process = subprocess.Popen(
            _installed(words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
        )
        self._started.append(process)
        return process

    def listen(self, *words, sign):
        """Start one and wait until it says on standard error that it listens; returns the line."""
        process = self.start(*words)
        while sign not in (line := process.stderr.readline().decode()):
            assert line, f"{words[0]} ended without {sign!r}"
        return process, line

    def script(self, text, *words):
        """Start a Python script as a tutorial has it; returns its process."""
        file = self._folder / f"script{len(self._started)}.py"
        file.write_text(textwrap.dedent(text), "utf-8")
        return self.start(sys.executable, "-u", str(file), *map(str, words))

    def close(self):
        """End whatever still runs, with what it has started itself, such as dumpcap."""
        for process in self._started:
            with contextlib.suppress(psutil.NoSuchProcess):
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()


@pytest.fixture
def tools(tmp_path):
    """Give a way to run programs that others wrote."""
    tools = Tools(tmp_path)
    yield tools
    tools.close()


@pytest.fixture
def short_path(own_home):
    """Give a path for a Unix socket."""
    return own_home / "s.sock"


def _installed(words):
    if shutil.which(str(words[0])) is None and not os.access(words[0], os.X_OK):
        pytest.skip(f"{words[0]} is not installed")
    return [str(word) for word in words]


class Session:
    """A session that is recorded to a file, whose servers and clients a test starts.

    Attributes:
        path: the file.
        events: what was recorded so far.
        sources: what it was recorded of.
    """

    def __init__(self, path):
        self.path = path
        self.events = []
        self.sources = []
        self._running = []
        self.journal = Journal([Store(path), self], interval=0.005)

    def write_batch(self, sources, batch):
        self.sources.extend(sources)
        self.events.extend(batch.events())

    def close(self):
        """Nothing to close."""

    def server(self, endpoint, dialogue="echo"):
        settings = ServerSettings("server", endpoint, dialogue=dialogue)
        server = Server(settings, self.journal, PlainThreads())
        return self._started(server, EndpointState.LISTENING)

    def client(self, endpoint, state=EndpointState.CONNECTED):
        """Start a client, and wait until it has this state."""
        settings = ClientSettings(f"client {len(self._running)}", endpoint)
        return self._started(Client(settings, self.journal, PlainThreads()), state)

    def _started(self, endpoint, state):
        self._running.append(endpoint)
        endpoint.start()
        self.until(lambda: endpoint.state is state)
        return endpoint

    def until(self, true):
        """Wait until something is true; flushing the journal is what passes the time."""
        while not true():
            self.journal.flush()

    def wait_for(self, kind, count=1):
        self.until(lambda: sum(event.kind is kind for event in self.events) >= count)

    def received(self, size):
        def count():
            return sum(len(each.payload) for each in self.events if each.kind is Kind.RECEIVED)

        self.until(lambda: count() >= size)

    def end(self):
        """Stop everything."""
        for running in reversed(self._running):
            running.stop()
            assert running.join(20)
        self.journal.close()


@pytest.fixture
def session(tmp_path):
    """Record a session."""
    session = Session(tmp_path / "session.swb")
    yield session
    session.journal.close()
