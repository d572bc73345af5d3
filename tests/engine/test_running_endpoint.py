"""What servers and clients have in common, tried on a server and a client of each other."""

from functools import partial

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.view import EndpointState, Traffic
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import Transport
from socket_workbench.sockets.options import ClientOptions


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
