"""Stopping a server with hundreds of live connections, half of which do not read."""

import contextlib
import resource
import socket
import threading
from collections.abc import Iterator

import pytest

from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import ConnectionState, EndpointState
from socket_workbench.gui.session.session import Session
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ServerOptions

CONNECTIONS = 500


@pytest.fixture
def many_files() -> Iterator[None]:
    """Room for both ends of every connection."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(4096, before[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], wanted), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture(params=["plain threads", "QThreads"])
def world(request, qtbot):
    """The journal and threads of the command line, and those of the window."""
    if request.param == "plain threads":
        journal = Journal([])
        yield journal, PlainThreads()
        journal.close()
    else:
        session = Session()
        yield session.journal, session.threads
        assert session.threads.wait_all(10) == []
        session.close()


def open_connections(stack: contextlib.ExitStack, port: int) -> list[socket.socket]:
    peers = []
    for _ in range(CONNECTIONS):
        peer = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        peer.sendall(b"hello")
        assert peer.recv(100) == b"hello"
        peers.append(peer)
    return peers


def fill(peer: socket.socket) -> None:
    """Send until the server's answers, which nobody reads, block it."""
    peer.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            peer.send(b"x" * 65536)


def bound_port(server: Server) -> int:
    assert server.bound is not None
    return server.bound.port


@contextlib.contextmanager
def serving(world) -> Iterator[Server]:
    journal, threads = world
    endpoint = Endpoint(Transport.TCP, "127.0.0.1", 0)
    options = ServerOptions(backlog=1024)
    server = Server(ServerSettings("server", endpoint, options), journal, threads)
    server.start()
    try:
        while server.bound is None:
            assert server.state is not EndpointState.FAILED
        yield server
    finally:
        server.stop()
        server.join(30)


@pytest.mark.usefixtures("many_files")
def test_all_go_when_their_peers_go_at_once(world):
    with serving(world) as server:
        with contextlib.ExitStack() as stack:
            open_connections(stack, bound_port(server))
        while any(view.is_open for view in server.connections()):
            threading.Event().wait(0.01)
        views = server.connections()
        assert {view.state for view in views} == {ConnectionState.CLOSED}
        assert {view.reason for view in views} == {"ended by the peer"}


@pytest.mark.usefixtures("many_files")
def test_everything_is_closed_when_half_the_peers_do_not_read(world):
    with serving(world) as server, contextlib.ExitStack() as stack:
        peers = open_connections(stack, bound_port(server))
        for peer in peers[: CONNECTIONS // 2]:
            fill(peer)
        server.stop()
        # The promise is two seconds; the time it takes is measured by the benchmark.
        assert server.join(20)
        assert server.state is EndpointState.STOPPED
        assert not any(view.is_open for view in server.connections())
