import socket
import threading
from contextlib import nullcontext

import pytest

from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.call_syntax import NAMES
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import (
    SOCKETSERVER,
    SOCKETSERVER_THREADING,
    ServerOptions,
)

MODELS = [SOCKETSERVER, SOCKETSERVER_THREADING]
UNIX = pytest.mark.needs("unix sockets")


def options(model, **others):
    return ServerOptions(model=model, **others)


def connect(server):
    return socket.create_connection((server.bound.host, server.bound.port), timeout=20)


def stop(bench, server):
    server.stop()
    assert server.join(20)
    bench.journal.flush()


def calls_of(recording):
    """Return the calls in the order in which they began; only those of a server's life."""
    return [
        call
        for event in recording.events
        if event.kind is Kind.CALL and (call := CallRecord.read(event.text)).name in NAMES
    ]


def life(recording):
    """Return the names of the methods in the order in which they began."""
    socket_calls = {"socket", "setsockopt", "getsockname", "bind", "listen", "accept", "recv"}
    others = socket_calls | {"send", "close", "select", "shutdown"}
    made = sorted(calls_of(recording), key=lambda call: call.number)
    return [call.name for call in made if call.name not in others or call.call == "shutdown()"]


@pytest.mark.parametrize("transport", ["tcp", pytest.param("unix", marks=UNIX)])
@pytest.mark.parametrize("model", MODELS)
def test_the_welcome_dialogue_byte_for_byte(bench, tmp_path, recording, model, transport):
    endpoint = Endpoint(Transport.TCP, "127.0.0.1")
    if transport == "unix":
        endpoint = Endpoint(Transport.UNIX_STREAM, path=str(tmp_path / "s"))
    server = bench.server("welcome", endpoint=endpoint, options=options(model))
    peer = connect(server) if transport == "tcp" else socket.socket(socket.AF_UNIX)
    with peer:
        if transport == "unix":
            peer.connect(server.bound.path)
        assert peer.recv(100) == b"Welcome!"
        peer.sendall(b"zhangsan")
        assert peer.recv(100) == b"Hello, zhangsan!"
        peer.sendall(b"exit")
        assert peer.recv(100) == b""
    recording.wait_for(Kind.CLOSED)
    bench.watch.until(lambda: not any(view.is_open for view in server.connections()))
    assert server.traffic().connections == 1


@pytest.mark.parametrize("model", MODELS)
def test_the_life_of_a_server_in_its_order(bench, recording, model):
    server = bench.server(options=options(model, trace=True))
    with connect(server) as peer:
        peer.sendall(b"zhangsan")
        assert peer.recv(100) == b"zhangsan"
    recording.wait_for(Kind.CLOSED)
    stop(bench, server)

    thread = ["process_request_thread"] if model == SOCKETSERVER_THREADING else []
    assert life(recording) == [
        *("server_bind", "server_activate", "serve_forever"),
        *("get_request", "verify_request", "process_request", *thread, "finish_request"),
        *("setup", "handle", "finish", "shutdown_request", "close_request"),
        *("shutdown", "server_close"),
    ]
    made = {call.name: call for call in calls_of(recording)}
    assert made["select"].call == "select(0.5)"
    assert made["get_request"].result == made["accept"].result
    request = made["accept"].result[1:].partition(")")[0] + ")"
    assert made["verify_request"].result == "True"
    assert made["shutdown_request"].call == f"shutdown_request({request})"
    assert made["process_request"].members()["arguments"][0].keys() == {"fileno"}
    threads = {made[name].thread for name in ("setup", "handle", "finish", "recv", "send")}
    assert len(threads) == 1
    assert (threads == {made["accept"].thread}) == (model == SOCKETSERVER)
    assert not any(made[name].error for name in life(recording))


def test_one_connection_is_served_to_its_end_before_the_next(bench):
    server = bench.server(options=options(SOCKETSERVER))
    with connect(server) as first, connect(server) as second:
        second.sendall(b"second")
        first.sendall(b"first")
        assert first.recv(100) == b"first"
        assert len(server.connections()) == 1
        first.close()
        assert second.recv(100) == b"second"


def test_with_threads_all_are_served_and_a_person_sends_to_one_and_closes_one(bench):
    server = bench.server("manual", options=options(SOCKETSERVER_THREADING))
    with connect(server) as one, connect(server) as two:
        bench.watch.until(lambda: len(server.connections()) == 2)
        server.send(b"all")
        assert (one.recv(3), two.recv(3)) == (b"all", b"all")
        by_peer = {view.peer: view.number for view in server.connections()}
        number = by_peer[f"127.0.0.1:{one.getsockname()[1]}"]
        server.close_connections([number])
        assert one.recv(1) == b""


@pytest.mark.parametrize("model", MODELS)
def test_stopping_ends_a_connection_that_does_not_read(bench, recording, model, beyond_buffers):
    server = bench.server("manual", options=options(model))
    with connect(server):
        bench.watch.until(lambda: server.connections() != [])
        server.send(bytes(beyond_buffers))
        recording.wait_for(Kind.SENT)
        stop(bench, server)
    assert server.state is EndpointState.STOPPED
    assert recording.texts(Kind.CLOSED) == ["the server was stopped"]


@pytest.mark.parametrize("name", ["select", "get_request", "accept", "process_request", "handle"])
def test_a_server_is_stopped_whichever_call_is_held(bench, recording, name):
    server = bench.server(options=options(SOCKETSERVER, trace=True))
    server.gate.go_on(until=name)
    # With a connection, the one thread would not come back to `select`.
    with nullcontext() if name == "select" else connect(server):
        bench.watch.until(lambda: [call.name for call in server.gate.held()] == [name])
        stop(bench, server)
    assert (server.state, server.error) == (EndpointState.STOPPED, "")


def test_without_a_thread_a_connection_is_closed_and_that_is_said(bench, recording, monkeypatch):
    server = bench.server(options=options(SOCKETSERVER_THREADING))

    def refuse(name, run):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(bench.threads, "start", refuse)
        with connect(server) as peer:
            assert peer.recv(1) == b""
        recording.wait_for(Kind.CLOSED)
    assert recording.texts(Kind.ERROR) == [
        "The connection is closed unserved: can't start new thread"
    ]
    with connect(server) as peer:
        peer.sendall(b"served")
        assert peer.recv(100) == b"served"
    assert threading.active_count() > 1
