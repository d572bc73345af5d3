"""What servers and clients have in common, tried on a server and a client of each other."""

import socket
from functools import partial

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.socket_watch import SocketWatch
from socket_workbench.engine.view import EndpointState, Traffic
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import IdleFraming
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.kernel.reading import Way
from socket_workbench.sockets.options import (
    SELECTOR,
    SOCKETSERVER_THREADING,
    THREADS,
    ClientOptions,
    ServerOptions,
)

PATIENCE = 20.0


@pytest.fixture(params=[Transport.TCP, Transport.UDP])
def server(request, bench):
    return bench.server("manual", request.param)


@pytest.fixture
def client(bench, server):
    client = bench.connected(server.bound)
    client.send(b"hello")
    bench.watch.poll(lambda: server.traffic().messages_in and client.traffic().messages_out)
    return client


def has_received(endpoint, size):
    return endpoint.traffic().bytes_in >= size


def has_ended(view):
    return not view.is_open


def test_both_are_looked_at_and_sent_with_in_the_same_way(bench, server, client, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"file")
    for endpoint, other in ((server, client), (client, server)):
        (view,) = endpoint.connections()
        assert not endpoint.state.is_beginning
        assert endpoint.state.is_live
        assert endpoint.address == server.bound
        wanted = other.traffic().bytes_in + len(b"allsomefile")
        assert endpoint.send(b"all") == 1
        assert endpoint.send(b"some", [view.number]) == 1
        assert endpoint.send(b"nobody", [99]) == 0
        assert [each.path for each in endpoint.send_file(path)] == [path]
        bench.watch.poll(partial(has_received, other, wanted))
    assert client.traffic().bytes_out == server.traffic().bytes_in == 16
    assert client.traffic().connections == 1


def test_each_peer_gets_what_was_made_for_it_and_nothing_where_that_fails(bench, server, client):
    def fail(views):
        raise ValueError("no message")

    def make(views):
        return [view.peer.encode() for view in views]

    for endpoint, other in ((server, client), (client, server)):
        (view,) = endpoint.connections()
        with pytest.raises(ValueError, match="no message"):
            endpoint.send_each(fail)
        wanted = other.traffic().bytes_in + 2 * len(view.peer)
        assert endpoint.send_each(make) == 1
        assert endpoint.send_each(make, [view.number]) == 1
        assert endpoint.send_each(make, [99]) == 0
        bench.watch.poll(partial(has_received, other, wanted))
        assert other.traffic().bytes_in == wanted


@pytest.mark.parametrize("ends", ["close_connections", "reset_connections"])
def test_both_end_connections_and_still_tell_of_them(bench, server, client, ends):
    for endpoint in (client, server):
        (view,) = endpoint.connections()
        before = endpoint.traffic()
        getattr(endpoint, ends)([99])
        getattr(endpoint, ends)([view.number])
        bench.watch.until(partial(has_ended, view))
        assert endpoint.connections() == [view]
        assert endpoint.traffic() - before == Traffic()
    bench.watch.until(lambda: client.state.is_over)


def test_half_closing_ends_our_side_of_all_connections(bench, recording):
    server = bench.server("manual")
    client = bench.connected(server.bound)
    client.half_close_connections()
    recording.wait_for(Kind.END_OF_STREAM)
    assert client.send(b"too late") == 0
    server.half_close_connections()
    assert client.join(20)
    assert client.state is EndpointState.CLOSED


class Greets(Dialogue):
    def opened(self, peer):
        return [b"one"]


def test_a_client_counts_over_all_its_connections(bench):
    server = bench.server("acknowledge")
    options = ClientOptions(reconnect_interval=0.01)
    client = bench.client(server.bound, options=options, script=lambda endpoint: Greets())
    bench.watch.poll(lambda: client.traffic().bytes_in >= 3 * len(b"ACK"))
    client.stop()
    assert client.join(20)
    assert client.traffic().connections == len(client.connections()) >= 3


def reset(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, system.LINGER_ZERO)
    peer.close()


# What each system lacks is the difference; what the engine does is to be the same.


@pytest.mark.parametrize("model", [THREADS, SELECTOR, SOCKETSERVER_THREADING])
def test_connections_converse_and_end_where_the_system_lacks_something(
    bench, recording, other_system, model
):
    other_system()
    options = ServerOptions(model=model, framing=IdleFraming(20))
    server = bench.server(options=options)
    client = bench.connected(server.bound)
    client.send(b"hello")
    recording.wait_for(Kind.RECEIVED, 2)
    told = [event for event in recording.events if event.kind in (Kind.SENT, Kind.RECEIVED)]
    assert {event.payload for event in told} == {b"hello"}
    # In the order of a request and its answer, each at a time of its own.
    assert sorted(event.time for event in told) == [event.time for event in told]
    assert len({event.time for event in told}) == len(told)

    client.half_close_connections()
    recording.wait_for(Kind.CLOSED, 2)
    peer = socket.create_connection((server.bound.host, server.bound.port), PATIENCE)
    peer.sendall(b"again")
    assert peer.recv(5) == b"again"
    reset(peer)
    recording.wait_for(Kind.RESET)
    closed = recording.wait_for(Kind.CLOSED, 3)[-1]
    assert closed.text == "reset by the peer"

    silent = bench.connected(server.bound)
    for endpoint in (server, silent):
        endpoint.stop()
        assert endpoint.join(PATIENCE), f"{endpoint.settings.name} did not stop"
    assert server.state is EndpointState.STOPPED
    assert silent.state is EndpointState.CLOSED


@pytest.mark.parametrize("ends", ["stop", "reset_connections"])
def test_what_is_blocked_in_a_call_ends_where_the_system_lacks_something(
    bench, recording, other_system, beyond_buffers, ends
):
    other_system()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = bench.connected(Endpoint(Transport.TCP, *listener.getsockname()))
        peer, _ = listener.accept()
        with peer:
            client.send(bytes(beyond_buffers))
            (view,) = client.connections()
            bench.watch.poll(lambda: view.activity and view.sent_at)
            getattr(client, ends)(*([] if ends == "stop" else [[view.number]]))
            assert client.join(PATIENCE), "the client did not stop"


def test_a_peer_that_has_ended_its_side_is_left_where_the_system_lacks_something(
    bench, recording, other_system
):
    other_system()
    server = bench.server("manual", options=ServerOptions(close_on_peer_end=False))
    ended, gone = (
        socket.create_connection((server.bound.host, server.bound.port), PATIENCE) for _ in range(2)
    )
    with ended:
        for peer in (ended, gone):
            peer.shutdown(socket.SHUT_WR)
        recording.wait_for(Kind.END_OF_STREAM, 2)
        assert server.send(b"still") == 2
        assert ended.recv(100) == b"still"
        reset(gone)
        recording.wait_for(Kind.CLOSED)
        server.stop()
        assert server.join(PATIENCE), "the server did not stop"
    bench.journal.flush()
    first, second = recording.texts(Kind.CLOSED)
    # Whether a reset that comes after the end of the stream is told as one depends on the kernel.
    assert first in ("reset by the peer", "closed by the peer")
    assert second == "the server was stopped"


def test_datagrams_are_answered_and_cut_where_the_system_lacks_something(
    bench, recording, other_system
):
    other_system()
    everywhere = Endpoint(Transport.UDP, "0.0.0.0", 0)
    server = bench.server(endpoint=everywhere, options=ServerOptions(receive_size=4))
    client = bench.connected(Endpoint(Transport.UDP, "127.0.0.1", server.bound.port))
    client.send(b"123456")
    recording.wait_for(Kind.RECEIVED, 2)
    assert recording.payloads(Kind.RECEIVED, "client") == b"1234"
    assert (server.traffic().cut, server.traffic().cut_bytes) == (1, 2)
    for endpoint in (server, client):
        endpoint.stop()
        assert endpoint.join(PATIENCE), f"{endpoint.settings.name} did not stop"


def test_failures_are_named_where_the_system_lacks_something(bench, other_system):
    other_system()
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refused = bench.client(Endpoint(Transport.TCP, *unused.getsockname()))
        assert refused.join(PATIENCE)
    server = bench.server()
    second = bench.server(endpoint=server.bound)

    assert refused.cause.errno_name == "ECONNREFUSED"
    assert second.cause.errno_name == "EADDRINUSE"
    assert second.state is EndpointState.FAILED
    assert "this program" in second.error, second.error


def test_sockets_are_looked_at_where_the_system_lacks_something(bench, other_system):
    other_system()
    server = bench.server()
    client = bench.connected(server.bound)
    watch = SocketWatch()
    for endpoint in (server, client):
        watch.add(endpoint)

    told = watch.look()

    assert bool(told.sockets) == (told.way is not Way.NONE)
