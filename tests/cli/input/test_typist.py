import socket
import threading

import pytest

from socket_workbench.cli.input.outgoing import Outgoing
from socket_workbench.cli.input.typist import Typist
from socket_workbench.engine.client import Client
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.journal import Journal
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions

PATIENCE = 20.0


class Bench:
    """A typist in front of a client, and a bare socket that the client connects to."""

    def __init__(self, *, keeps_open=False, **options):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.journal = Journal([])
        endpoint = Endpoint(Transport.TCP, "127.0.0.1", self.listener.getsockname()[1])
        self.client = Client(
            ClientSettings("client", endpoint, ClientOptions(**options)),
            self.journal,
            PlainThreads(),
            self._change,
        )
        self.ended = threading.Event()
        outgoing = Outgoing(
            is_stream=True,
            framing=Framing.parse("none"),
            line_end=None,
            is_hex=False,
            complain=print,
        )
        self.typist = Typist(self.client, outgoing, self.ended.set, keeps_open=keeps_open)

    def _change(self):
        self.typist.look()

    def accept(self):
        peer, _ = self.listener.accept()
        peer.settimeout(PATIENCE)
        return peer

    def close(self):
        self.typist.stop()
        self.client.stop()
        assert self.client.join(PATIENCE)
        self.listener.close()
        self.journal.close()


@pytest.fixture
def make():
    benches = []

    def build(**options):
        benches.append(Bench(**options))
        return benches[-1]

    yield build
    for bench in benches:
        bench.close()


def test_what_is_typed_before_it_has_connected_is_sent(make, beside):
    bench = make()
    beside(lambda: bench.typist.feed(b"early"))
    bench.client.start()
    with bench.accept() as peer:
        assert peer.recv(100) == b"early"


def test_the_end_half_closes_behind_everything(make):
    bench = make()
    bench.client.start()
    with bench.accept() as peer:
        assert bench.typist.feed(b"a")
        assert bench.typist.feed(b"")
        assert bench.ended.wait(PATIENCE)
        assert peer.recv(100) == b"a"
        assert peer.recv(100) == b""


def test_the_end_of_the_input_may_leave_the_connection_as_it_is(make):
    bench = make(keeps_open=True)
    bench.client.start()
    with bench.accept() as peer:
        assert bench.typist.feed(b"a")
        assert bench.typist.feed(b"")
        assert peer.recv(100) == b"a"
        bench.client.send(b"still open")
        assert peer.recv(100) == b"still open"
        assert not bench.ended.is_set()


def test_it_waits_for_a_peer_that_does_not_read(make, beside):
    bench, sizes = make(), []

    def type_much():
        piece = b"x" * 65536
        while bench.typist.feed(piece):
            sizes.append(len(piece))

    bench.client.start()
    with bench.accept() as peer:
        beside(type_much)
        # All that the system and the outbox hold is typed, and then nothing more.
        assert peer.recv(1) == b"x"
        before = -1
        while sum(sizes) != before:
            before = sum(sizes)
            threading.Event().wait(0.3)
        assert sum(sizes) < 64 * 1024 * 1024
        assert bench.client.connection.is_open
        bench.typist.stop()
        bench.client.stop()


def test_a_small_outbox_makes_it_wait_and_is_never_overfilled(make, beside):
    bench, size = make(most_waiting=1000), 10_000_000
    beside(lambda: [bench.typist.feed(bytes(65536)) for _ in range(size // 65536)])
    bench.client.start()
    with bench.accept() as peer:
        left = size // 65536 * 65536
        while left:
            left -= len(peer.recv(left))
        assert bench.client.connection.is_open


def test_without_a_connection_there_is_no_use_for_more(make):
    bench = make()
    bench.listener.close()
    bench.client.start()

    assert not bench.typist.feed(b"a")


def test_it_goes_on_over_the_next_connection(make, beside):
    bench = make(reconnect_interval=0.01)
    bench.client.start()
    with bench.accept() as peer:
        bench.typist.feed(b"first")
        assert peer.recv(100) == b"first"
    with bench.accept() as peer:
        beside(lambda: bench.typist.feed(b"second"))
        assert peer.recv(100) == b"second"


def test_the_end_is_told_without_a_connection_too(make):
    bench = make()
    bench.listener.close()
    bench.client.start()
    bench.typist.feed(b"")

    assert bench.ended.is_set()
