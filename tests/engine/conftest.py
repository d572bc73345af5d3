"""A journal whose events a test can wait for, and servers that are always stopped."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport

PATIENCE = 20.0


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
