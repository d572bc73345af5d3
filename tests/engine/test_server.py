import socket
import threading

from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.opening.resolve import NameLookup


def test_a_server_says_where_it_listens_and_stops(bench, recording):
    server = bench.server()
    states = [server.state]
    assert server.bound.port > 0
    server.stop()
    assert server.join(10)
    states.append(server.state)
    assert states == [EndpointState.LISTENING, EndpointState.STOPPED]
    assert recording.wait_for(Kind.LISTENING)[0].text == str(server.bound)
    recording.wait_for(Kind.STOPPED)


def test_a_port_in_use_is_a_failure_in_one_sentence(bench, recording):
    first = bench.server()
    second = bench.server(endpoint=first.bound)
    assert second.state is EndpointState.FAILED
    assert str(first.bound.port) in second.error
    assert recording.wait_for(Kind.ERROR)[0].text == second.error
    assert first.state is EndpointState.LISTENING


def test_an_unknown_dialogue_is_a_failure_in_one_sentence(bench):
    server = bench.server("no-such-dialogue")
    assert server.state is EndpointState.FAILED
    assert "no-such-dialogue" in server.error


def test_whatever_is_raised_before_it_listens_is_a_failure(bench, journal, threads, monkeypatch):
    def look_up(host, port, *, type, flags):
        raise RuntimeError("can't start new thread")

    server = Server(
        ServerSettings("s", Endpoint(Transport.TCP, "x.example", 80)), journal, threads, bench.watch
    )
    monkeypatch.setattr(server, "_lookup", NameLookup(look_up))
    server.start()
    assert server.join(10)
    assert server.state is EndpointState.FAILED
    assert "can't start new thread" in server.error


def test_whatever_is_raised_once_it_is_bound_is_a_failure(
    bench, journal, threads, recording, monkeypatch
):
    def fail(endpoint):
        raise RuntimeError("no interfaces")

    monkeypatch.setattr("socket_workbench.engine.server.reachable_endpoints", fail)
    server = bench.server()
    assert server.join(10)
    assert server.state is EndpointState.FAILED
    assert "no interfaces" in server.error
    assert recording.wait_for(Kind.ERROR)[0].text == server.error


def test_stopping_before_the_start_has_finished_stops(bench, journal, threads):
    server = Server(ServerSettings("s", Endpoint(Transport.TCP, "127.0.0.1")), journal, threads)
    server.start()
    server.stop()
    assert server.join(10)
    assert server.state is EndpointState.STOPPED


def test_a_server_never_started_can_be_asked_anything(journal, threads):
    server = Server(ServerSettings("s", Endpoint(Transport.TCP, "127.0.0.1")), journal, threads)
    server.send(b"x")
    server.close_connections([1])
    server.reset_connections([1])
    server.half_close_connections([1])
    server.stop()
    assert server.connections() == []
    assert server.join(0)


def test_stopping_twice_leaves_it_stopped(bench):
    server = bench.server()
    server.stop()
    server.stop()
    assert server.join(10)
    server.stop()
    assert server.state is EndpointState.STOPPED


def test_tcp_and_udp_share_a_port_number(bench, free_port):
    port = free_port(socket.SOCK_STREAM, socket.SOCK_DGRAM)
    tcp = bench.server("welcome", endpoint=Endpoint(Transport.TCP, "127.0.0.1", port))
    udp = bench.server("echo", endpoint=Endpoint(Transport.UDP, "127.0.0.1", port))
    assert tcp.state is udp.state is EndpointState.LISTENING
    with (
        socket.create_connection(("127.0.0.1", port)) as stream,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram,
    ):
        datagram.sendto(b"over udp", ("127.0.0.1", port))
        assert stream.recv(100) == b"Welcome!"
        assert datagram.recv(100) == b"over udp"


def test_stopping_does_not_wait_for_a_silent_name_server(bench, journal, threads, monkeypatch):
    silent = threading.Event()
    asked = threading.Event()

    def look_up(host, port, *, type, flags):
        if not flags & socket.AI_NUMERICHOST:
            asked.set()
            silent.wait(20)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    server = Server(
        ServerSettings("s", Endpoint(Transport.TCP, "silent.example", 80)), journal, threads
    )
    monkeypatch.setattr(server, "_lookup", NameLookup(look_up))
    server.start()
    assert asked.wait(10)
    server.stop()
    assert server.join(10)
    assert server.state is EndpointState.STOPPED
    silent.set()


def test_a_server_times_its_replies(bench, recording):
    server = bench.server()
    with socket.create_connection(("127.0.0.1", server.bound.port)) as peer:
        for _ in range(3):
            peer.sendall(b"hello")
            assert peer.recv(100) == b"hello"
    recording.wait_for(Kind.CLOSED)
    events = [event for event in recording.events if event.payload]
    assert list(server.round_trips.newest) == [
        sent.time - received.time for received, sent in zip(events[::2], events[1::2], strict=True)
    ]
    assert server.round_trips.longest == max(server.round_trips.newest)
    traffic = server.traffic()
    assert (traffic.messages_in, traffic.messages_out, traffic.connections) == (3, 3, 1)
