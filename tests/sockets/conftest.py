"""Real endpoints of every transport, and calls that run in threads of their own."""

import os
import select
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.options import ClientOptions, ServerOptions

PATIENCE = 20.0
APP = Path(__file__).parents[2] / "app"
ORDINARY_USER = """
import os
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def wait_until(condition):
    """Wait for something that nobody announces."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.001)


def _voluntary_switches(status):
    """Return how often a thread has gone to sleep by itself; None if it does not sleep now."""
    try:
        fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
    except OSError:
        return None  # it has just ended
    asleep = fields["State"].startswith("S")
    return int(fields["voluntary_ctxt_switches"]) if asleep else None


class Task:
    """A call in a thread of its own."""

    def __init__(self, call: Callable[[], object]):
        self._call = call
        self._result: object = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            self._result = self._call()
        except Exception as error:  # noqa: BLE001 - raised by result()
            self._error = error

    def wait_until_blocked(self):
        """Wait until the thread sleeps in a call that nothing wakes for a while.

        A thread that waits for the interpreter sleeps too, but wakes at every switch interval to
        ask for it, which Linux counts. Here the interpreter is free all the while, so elsewhere it
        is enough that the thread stays at one instruction.
        """
        look = self._switches if sys.platform.startswith("linux") else self._instruction
        enough = 4 * sys.getswitchinterval()
        state, since = None, time.monotonic()
        while self._thread.is_alive() and time.monotonic() - since < enough:
            now = look()
            if now is None or now != state:
                state, since = now, time.monotonic()
            time.sleep(0.001)

    def _switches(self):
        return _voluntary_switches(Path(f"/proc/self/task/{self._thread.native_id}/status"))

    def _instruction(self):
        frame = sys._current_frames().get(self._thread.ident or 0)
        return None if frame is None else (id(frame), frame.f_lasti)

    def result(self):
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the call never came back"
        if self._error is not None:
            raise self._error
        return self._result


@pytest.fixture
def start():
    """Start a call in a thread; its `result()` returns or raises what it did."""
    tasks = []

    def begin(call):
        tasks.append(Task(call))
        return tasks[-1]

    yield begin
    for task in tasks:
        task._thread.join(PATIENCE)


@pytest.fixture
def eventually():
    return wait_until


def make_endpoint(name, folder):
    return {
        "tcp4": Endpoint(Transport.TCP, "127.0.0.1"),
        "tcp6": Endpoint(Transport.TCP, "::1"),
        "unix": Endpoint(Transport.UNIX_STREAM, path=f"{folder}/s.sock"),
        "udp4": Endpoint(Transport.UDP, "127.0.0.1"),
        "udp6": Endpoint(Transport.UDP, "::1"),
        "unixgram": Endpoint(Transport.UNIX_DATAGRAM, path=f"{folder}/d.sock"),
    }[name]


@pytest.fixture
def folder(own_home):
    """A folder whose path is short enough for Unix sockets."""
    made = own_home / "sockets"
    made.mkdir()
    return made


def _linux_only(*_):
    """Wake by shutdown, as nothing but Linux does."""


def _as_macos(monkeypatch):
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)


def _as_windows(monkeypatch):
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)
    monkeypatch.setattr(system, "NOT_WAITING", 1 << 30)  # there is no MSG_DONTWAIT
    monkeypatch.delattr(select, "poll", raising=False)


WAYS = {"as on Linux": _linux_only, "as on macOS": _as_macos, "as on Windows": _as_windows}
if not system.SHUTDOWN_WAKES_ALL:
    WAYS = {"as here": lambda _: None}


@pytest.fixture(params=list(WAYS.values()), ids=list(WAYS))
def each_way_of_waking(request, monkeypatch):
    """Wait and wake as each system does; on Linux, all of them."""
    request.param(monkeypatch)


@pytest.fixture
def without_shutdown(monkeypatch):
    """Wake as where shutdown does not wake all calls."""
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)


@pytest.fixture
def with_shutdown(monkeypatch):
    """Let sockets be used as they are, whatever wakes them: for those with calls of their own."""
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", True)


UNIX = pytest.mark.needs("unix sockets")


@pytest.fixture(params=["tcp4", "tcp6", pytest.param("unix", marks=UNIX)])
def stream_endpoint(request, folder):
    return make_endpoint(request.param, folder)


@pytest.fixture(params=["udp4", "udp6", pytest.param("unixgram", marks=UNIX)])
def datagram_endpoint(request, folder):
    return make_endpoint(request.param, folder)


@pytest.fixture(params=[pytest.param("unix", marks=UNIX)])
def unix_endpoint(request, folder):
    return make_endpoint(request.param, folder)


@pytest.fixture
def listener(stream_endpoint):
    with Listener.open(stream_endpoint, ServerOptions()) as opened:
        yield opened


@pytest.fixture
def pair(listener):
    """Return the two ends of one connection: the client's, the server's."""
    with (
        Connector(listener.endpoint, ClientOptions()).connect() as ours,
        listener.accept() as theirs,
    ):
        yield ours, theirs


@pytest.fixture
def tcp_pair():
    """Return the two ends of one TCP connection: the client's, the server's."""
    with (
        Listener.open(Endpoint(Transport.TCP, "127.0.0.1"), ServerOptions()) as opened,
        Connector(opened.endpoint, ClientOptions()).connect() as ours,
        opened.accept() as theirs,
    ):
        yield ours, theirs


@pytest.fixture
def run_python():
    """Run a program in an interpreter of its own, which may be as an ordinary user."""

    def run(imports, program, *, as_ordinary_user=False):
        parts = [imports, ORDINARY_USER if as_ordinary_user else "", program]
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", "\n".join(map(textwrap.dedent, parts))],
            env={**os.environ, "PYTHONPATH": str(APP)},
            capture_output=True,
            text=True,
            check=False,
            timeout=50,
        )

    return run


@pytest.fixture
def no_descriptors():
    """Leave no free descriptor to this process while the test runs."""
    resource = pytest.importorskip("resource", reason="this system limits no descriptors")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
