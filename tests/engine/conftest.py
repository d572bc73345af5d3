"""A journal whose events a test can wait for, and servers that are always stopped."""

import errno
import math
import select
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from socket_workbench import clock
from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures import address_sentences
from socket_workbench.sockets.kernel import reading

PATIENCE = 20.0

CLOCK_STEP = 15_625_000
"""Nanoseconds of a step of Windows' clocks before Python 3.13."""

NO_WAIT_OF_WINDOWS = 1 << 30
"""The flag of ours with which a call does not wait, where the system has none."""


class Recording:
    """A journal sink that keeps events and lets a test wait for one."""

    def __init__(self) -> None:
        self.sources: dict[int, Source] = {}
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def write_batch(self, sources, batch) -> None:
        events = batch.events()
        with self._changed:
            self.sources.update({source.number: source for source in sources})
            self.events.extend(events)
            self._changed.notify_all()

    def close(self) -> None:
        pass

    def wait_for(self, kind: Kind, count: int = 1) -> list[Event]:
        """Wait until so many events of a kind are there; returns them."""

        def found() -> list[Event]:
            return [event for event in self.events if event.kind is kind]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, PATIENCE), (
                kind,
                self.events,
            )
            return found()

    def texts(self, kind: Kind) -> list[str]:
        return [event.text for event in self.events if event.kind is kind]

    def payloads(self, kind: Kind, role: str = "server") -> bytes:
        return b"".join(
            event.payload
            for event in self.events
            if event.kind is kind and self.sources[event.source].role.value == role
        )


class Watch:
    """An `OnChange` that lets a test wait for a state."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def __call__(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE)

    def poll(self, true: Callable[[], bool]) -> None:
        """Wait for what changes without being told, such as a count."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while not true():
                assert time.monotonic() < deadline
                self._changed.wait(0.01)


@pytest.fixture
def recording() -> Recording:
    return Recording()


@pytest.fixture
def journal(recording) -> Iterator[Journal]:
    journal = Journal([recording], interval=0.001)
    yield journal
    journal.close()


@pytest.fixture
def threads() -> PlainThreads:
    return PlainThreads()


class Bench:
    """Starts servers and clients on free ports and ends them all."""

    def __init__(self, journal: Journal, threads: PlainThreads) -> None:
        self.journal = journal
        self.threads = threads
        self.watch = Watch()
        self.running: list[Server | Client] = []

    def server(self, dialogue: str = "echo", transport=Transport.TCP, **settings) -> Server:
        endpoint = settings.pop("endpoint", None) or Endpoint(transport, "127.0.0.1", 0)
        server = Server(
            ServerSettings("server", endpoint, dialogue=dialogue, **settings),
            self.journal,
            self.threads,
            self.watch,
        )
        self.running.append(server)
        server.start()
        self.watch.until(lambda: server.state in (EndpointState.LISTENING, EndpointState.FAILED))
        return server

    def client(self, endpoint: Endpoint, on_update=lambda update: None, **settings) -> Client:
        client = Client(
            ClientSettings("client", endpoint, **settings),
            self.journal,
            self.threads,
            self.watch,
            on_update,
        )
        self.running.append(client)
        client.start()
        return client

    def connected(self, endpoint: Endpoint, **settings) -> Client:
        client = self.client(endpoint, **settings)
        self.watch.until(
            lambda: client.state not in (EndpointState.STOPPED, EndpointState.CONNECTING)
        )
        return client

    def stop(self) -> None:
        for each in self.running:
            each.stop()
        for each in self.running:
            assert each.join(PATIENCE), f"{each.settings.name} did not stop"


@pytest.fixture
def bench(journal, threads, recording) -> Iterator[Bench]:
    """A bench; in the end, `CLOSED` must be the last event of each connection that has it."""
    bench = Bench(journal, threads)
    yield bench
    bench.stop()
    journal.flush()
    last = {event.source: event.kind for event in recording.events}
    closed = {event.source for event in recording.events if event.kind is Kind.CLOSED}
    assert {last[source] for source in closed} <= {Kind.CLOSED}


def _no_such_method(*_: object) -> None:
    raise AttributeError("this system does not have it")


def _shutdown_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let shutdown end our side of a stream and nothing else, as macOS does after a half-close."""
    shut_down = socket.socket.shutdown

    def end_sending(sock: socket.socket, how: int) -> None:
        if how != socket.SHUT_WR:
            raise OSError(errno.ENOTCONN, "not connected")
        shut_down(sock, how)

    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)
    monkeypatch.setattr(socket.socket, "shutdown", end_sending)


def _no_recvmsg(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("recvmsg", "recvmsg_into", "sendmsg"):
        monkeypatch.setattr(socket.socket, name, property(_no_such_method))
    monkeypatch.setattr(system, "HAS_RECVMSG", False)
    monkeypatch.setattr(system, "TELLS_ASKED_ADDRESSES", False)


def _no_dontwait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse the flag, and the one that stands for it, as Winsock does (WSAEOPNOTSUPP)."""
    refused = socket.MSG_DONTWAIT | NO_WAIT_OF_WINDOWS

    def check(name: str) -> None:
        call = getattr(socket.socket, name)

        def checked(sock: socket.socket, *arguments: object) -> object:
            if len(arguments) > 1 and isinstance(arguments[-1], int) and arguments[-1] & refused:
                raise OSError(errno.EOPNOTSUPP, "operation not supported")
            return call(sock, *arguments)

        monkeypatch.setattr(socket.socket, name, checked)

    for name in ("recv", "recvfrom", "recvfrom_into"):
        check(name)
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)
    monkeypatch.setattr(system, "NOT_WAITING", NO_WAIT_OF_WINDOWS)


def _no_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("poll", "epoll"):
        monkeypatch.delattr(select, name, raising=False)
    monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)


def _no_unix_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    monkeypatch.setattr(socket, "socketpair", _no_such_method)
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", False)


def _no_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell nothing of sockets but our own, as macOS tells it."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOENT, "no such file")

    def deny(*_: object) -> None:
        raise psutil.AccessDenied

    for name in ("SockDiag", "proc_sockets", "psutil_sockets"):
        monkeypatch.setattr(reading, name, refuse)
    monkeypatch.setattr(psutil, "net_connections", deny)
    monkeypatch.setattr(address_sentences, "_FIRST_PORT_FOR_ALL", Path("nowhere"))


def _names_of_winsock(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {number: f"WSA{name}" for number, name in errno.errorcode.items()}
    monkeypatch.setattr(errno, "errorcode", names)


def _coarse_clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clocks move in steps, with the remedy for the time of events."""
    time_ns, monotonic = time.time_ns, time.monotonic
    stepped = SimpleNamespace(
        time_ns=lambda: time_ns() // CLOCK_STEP * CLOCK_STEP,
        perf_counter_ns=time.perf_counter_ns,
    )
    step = CLOCK_STEP / 1e9
    told = clock.time_ns
    monkeypatch.setattr(time, "monotonic", lambda: math.floor(monotonic() / step) * step)
    monkeypatch.setattr(clock, "time", stepped)
    filled = clock.SteppedClock().time_ns
    for name, module in list(sys.modules.items()):
        if name.startswith("socket_workbench.") and vars(module).get("time_ns") is told:
            monkeypatch.setattr(module, "time_ns", filled)


DIFFERENCES = {
    "shutdown wakes nobody": _shutdown_wakes_nobody,
    "no recvmsg": _no_recvmsg,
    "no MSG_DONTWAIT": _no_dontwait,
    "no poll": _no_poll,
    "no Unix sockets": _no_unix_sockets,
    "no /proc": _no_proc,
    "names of Winsock": _names_of_winsock,
    "clocks in steps": _coarse_clocks,
}


@pytest.fixture(
    params=[
        pytest.param(difference, id=name, marks=pytest.mark.needs("linux"))
        for name, difference in DIFFERENCES.items()
    ]
)
def other_system(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Return a function that makes Linux a system that lacks something until the test ends.

    Call it when what the test itself needs is imported.
    """
    return partial(request.param, request.getfixturevalue("monkeypatch"))
