"""Held calls of real servers and clients: let go in any order, and stopped in any state."""

import socket
import threading
from contextlib import ExitStack
from functools import partial

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from socket_workbench.clock import time_ns
from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.stepping import HeldCall, StepGate, seconds_since_held
from socket_workbench.engine.view import ConnectionState, EndpointState
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.call_choice import AUTO, CallChoice
from socket_workbench.sockets.kernel.pending import pending
from socket_workbench.sockets.options import ClientOptions, ServerOptions

STEPPED_SERVER = ServerOptions(step=True)
STEPPED_CLIENT = ClientOptions(step=True)
PATIENCE = 20

UNIX = pytest.mark.needs("unix sockets")
TRANSPORTS = [
    Transport.TCP,
    Transport.UDP,
    pytest.param(Transport.UNIX_STREAM, marks=UNIX),
    pytest.param(Transport.UNIX_DATAGRAM, marks=UNIX),
]


def endpoint_of(transport, tmp_path):
    if transport.is_unix:
        return Endpoint(transport, path=str(tmp_path / "s"))
    return Endpoint(transport, "127.0.0.1")


class Stepped:
    """A bench whose endpoints are held from their first call on."""

    def __init__(self, bench):
        self.bench = bench
        self.watch = bench.watch

    def server(self, endpoint=None, dialogue="manual", **options):
        endpoint = endpoint or Endpoint(Transport.TCP, "127.0.0.1")
        settings = ServerSettings(
            "server", endpoint, dialogue=dialogue, options=ServerOptions(step=True, **options)
        )
        server = Server(settings, self.bench.journal, self.bench.threads, self.watch)
        self.bench.running.append(server)
        server.start()
        return server

    def listening(self, dialogue="manual", **options):
        server = self.server(dialogue=dialogue, **options)
        self.until_held(server, "accept")
        return server

    def client(self, endpoint):
        settings = ClientSettings("client", endpoint, options=STEPPED_CLIENT)
        client = Client(settings, self.bench.journal, self.bench.threads, self.watch)
        self.bench.running.append(client)
        client.start()
        return client

    def until_held(self, running, name):
        """Let calls go until one of this name is held."""
        self.watch.until(lambda: running.gate.count or self.is_through(running))
        if not any(call.name == name for call in running.gate.held()):
            running.gate.go_on(until=name)
        self.wait_held(running, name)

    def wait_held(self, running, name, count=1):
        self.watch.until(lambda: names(running).count(name) >= count)

    def is_through(self, running):
        return running.state in (EndpointState.STOPPED, EndpointState.FAILED, EndpointState.CLOSED)


def names(running):
    return [call.name for call in running.gate.held()]


def step_over(running, name):
    """Let the oldest held call of a name go."""
    call = next(call for call in running.gate.held() if call.name == name)
    assert running.gate.step(call.number)


@pytest.fixture
def stepped(bench):
    return Stepped(bench)


def a_call(number, call="recv(1)", caller=None):
    caller = caller or Caller()
    return HeldCall(number, call, b"", "t", 1, 0, lambda: None, caller)


class Caller:
    is_ending = is_ended = False


def in_thread(gate, call):
    """Hold a call in a thread; returns the thread and where its answer will be."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(gate.hold(call, lambda: None)))
    thread.start()
    return thread, answers


def test_what_is_begun_after_go_on_passes_until_a_call_of_that_name():
    gate = StepGate(holds=True)
    gate.go_on(until="recv")
    assert not gate.is_open
    assert gate.hold(a_call(1, "bind(('', 1))"), lambda: None)

    thread, answers = in_thread(gate, a_call(2))
    assert gate.wait_until_held()
    assert (gate.is_stepping, gate.until) == (True, "")
    other, more = in_thread(gate, a_call(3, "send(b'')"))
    assert gate.step()
    thread.join(PATIENCE)
    gate.go_on()
    other.join(PATIENCE)
    assert (answers, more, gate.is_open, gate.count) == ([True], [True], True, 0)


def test_when_calls_were_last_held_is_known():
    gate = StepGate(holds=True)
    thread, _ = in_thread(gate, a_call(1))
    assert gate.wait_until_held()
    assert seconds_since_held() == 0
    assert gate.let_go_at == {}
    began = time_ns()
    assert gate.step()
    thread.join(PATIENCE)
    assert gate.let_go_at[1] >= began
    first = seconds_since_held()
    assert 0 <= first <= seconds_since_held()


def test_a_gate_that_has_ended_holds_nothing_again():
    gate = StepGate(holds=True)
    thread, answers = in_thread(gate, a_call(1))
    assert gate.wait_until_held()
    gate.end()
    thread.join(PATIENCE)
    gate.hold_calls()

    assert answers == [False]
    assert gate.hold(a_call(2), lambda: None)
    assert not gate.wait_until_held()


def test_only_the_calls_of_a_socket_that_is_ended_are_given_up():
    gate, ended = StepGate(holds=True), Caller()
    thread, answers = in_thread(gate, a_call(1, caller=ended))
    assert gate.wait_until_held()
    other, more = in_thread(gate, a_call(2))
    while gate.count < 2:
        gate.wait_until_held()
    gate.end_calls_of(ended)
    thread.join(PATIENCE)
    assert (answers, more) == ([False], [])
    assert gate.hold(a_call(3, "close()", caller=ended), lambda: None)
    assert not gate.step(1)
    assert gate.step(2)
    other.join(PATIENCE)


def test_close_is_held_where_nobody_else_ends_the_socket():
    gate, ending = StepGate(holds=True), Caller()
    gate.end_calls_of(ending, holds_close=True)
    assert gate.hold(a_call(1, "shutdown(SHUT_RDWR)", caller=ending), lambda: None)
    thread, answers = in_thread(gate, a_call(2, "close()", caller=ending))
    assert gate.wait_until_held()
    gate.end_calls_of(ending)
    thread.join(PATIENCE)
    assert answers == [False]


def test_every_call_waits_for_its_step_and_then_is_made(stepped, recording):
    server = stepped.server(dialogue="echo")
    made: list[str] = []
    while not made or made[-1] != "accept":
        stepped.watch.until(lambda: server.gate.count == 1)
        (held,) = server.gate.held()
        made.append(held.name)
        recorded = recording.wait_for(Kind.CALL_BEGUN, len(made))[-1]
        record = CallRecord.read(recorded.text)
        assert (record.number, record.call, record.is_held) == (held.number, held.call, True)
        if held.name == "accept":
            break
        assert server.gate.step()
        assert not server.gate.step(held.number)
    assert made == ["socket", "setsockopt", "bind", "listen", "accept"]
    assert server.state is EndpointState.LISTENING

    # The kernel has accepted it although the call has not been made.
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        peer.sendall(b"zhangsan")
        assert server.connections() == []
        assert server.gate.step()
        stepped.wait_held(server, "recv")
        (view,) = server.connections()
        assert view.bytes_in == 0
        step_over(server, "recv")
        stepped.wait_held(server, "send")
        held = next(call for call in server.gate.held() if call.name == "send")
        assert held.payload == b"zhangsan"
        step_over(server, "send")
        assert peer.recv(100) == b"zhangsan"


@pytest.mark.needs("linux")
def test_the_peers_end_is_seen_and_the_connection_stays_open_until_close_is_stepped(stepped):
    server = stepped.listening(dialogue="echo")
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        step_over(server, "accept")
        stepped.wait_held(server, "recv")
        peer.shutdown(socket.SHUT_WR)
        step_over(server, "recv")
        stepped.wait_held(server, "close")
        (view,) = server.connections()
        assert view.is_open
        assert view.state is ConnectionState.CLOSE_WAIT
        with pytest.raises(BlockingIOError):
            peer.recv(1, socket.MSG_DONTWAIT)
        step_over(server, "close")
        assert peer.recv(1) == b""
        stepped.watch.until(lambda: not server.connections()[0].is_open)


def test_a_person_closes_a_connection_whose_close_is_held(stepped):
    server = stepped.listening(dialogue="echo")
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        step_over(server, "accept")
        stepped.wait_held(server, "recv")
        peer.shutdown(socket.SHUT_WR)
        step_over(server, "recv")
        stepped.wait_held(server, "close")
        (view,) = server.connections()
        server.close_connections([view.number])
        stepped.watch.until(lambda: not view.is_open)
        stepped.watch.until(lambda: names(server) == ["accept"])


@pytest.mark.parametrize(
    "woken_by_shutdown",
    [pytest.param(True, marks=pytest.mark.needs("a shutdown that wakes")), False],
)
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_server_is_stopped_at_each_of_its_first_calls(
    stepped, recording, tmp_path, monkeypatch, transport, woken_by_shutdown
):
    monkeypatch.setattr(system, "SHUTDOWN_WAKES_ALL", woken_by_shutdown)
    waits_in = "accept" if transport.is_stream else "recv"
    for steps in range(20):
        server = stepped.server(endpoint_of(transport, tmp_path))
        for _ in range(steps):
            stepped.watch.until(lambda server=server: server.gate.count)
            assert server.gate.step()
        stepped.watch.until(lambda server=server: server.gate.count)
        (held,) = server.gate.held()
        server.stop()
        assert server.join(PATIENCE)
        assert (server.state, server.error, server.gate.count) == (EndpointState.STOPPED, "", 0)
        stepped.bench.journal.flush()
        last = [CallRecord.read(text) for text in recording.texts(Kind.CALL)]
        ends = [record for record in last if record.number == held.number]
        assert [record.error for record in ends] == ["ECANCELED"]
        assert not (tmp_path / "s").exists()
        if held.name.startswith(waits_in):
            break
    else:
        pytest.fail("it never waited for a peer")
    assert not recording.texts(Kind.ERROR)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_client_is_stopped_at_each_of_its_first_calls(bench, stepped, tmp_path, transport):
    server = bench.server(endpoint=endpoint_of(transport, tmp_path))
    for steps in range(20):
        client = stepped.client(server.address)
        for _ in range(steps):
            stepped.watch.until(lambda client=client: client.gate.count)
            assert client.gate.step()
        stepped.watch.until(lambda client=client: client.gate.count)
        (held,) = client.gate.held()
        client.stop()
        assert client.join(PATIENCE)
        assert (client.state, client.error) == (EndpointState.CLOSED, "")
        if held.name.startswith("recv"):
            break
    else:
        pytest.fail("it never waited for its server")


@pytest.mark.needs("linux")
def test_a_wait_that_the_program_limits_is_stepped_once(stepped, recording):
    """A UDP server looks for lost datagrams after a quiet second: the wait goes on unheld."""
    server = stepped.server(Endpoint(Transport.UDP, "127.0.0.1"))
    stepped.until_held(server, "recvfrom")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.connect((server.bound.host, server.bound.port))
        peer.send(b"x")
        assert server.gate.step()
        stepped.wait_held(server, "recvfrom")
        assert server.gate.step()
        stepped.watch.poll(
            lambda: any(
                CallRecord.read(text).error == "EAGAIN" for text in recording.texts(Kind.CALL)
            )
        )
        peer.send(b"y")
        stepped.wait_held(server, "recvfrom")
    stepped.bench.journal.flush()
    recvs = [
        CallRecord.read(event.text)
        for event in recording.events
        if event.kind is Kind.CALL and CallRecord.read(event.text).name == "recvfrom"
    ]
    assert [record.error for record in recvs] == ["", "EAGAIN", ""]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 20), max_size=25),
    st.sampled_from(["stop", "close", "reset", "go on", "half-close"]),
    st.sampled_from([AUTO, CallChoice("", "sendall")]),
)
@example([], "stop", CallChoice("", "sendall"))
@pytest.mark.needs("linux")
def test_held_calls_are_let_go_in_any_order_and_stopped_in_any_state(
    stepped, recording, beyond_buffers, choices, end, calls
):
    """Five peers wait for `accept`, three connections are held at `recv`, one blocks sending."""
    watch, sending = stepped.watch, calls.sending(is_connected=True)
    server = stepped.listening(backlog=10, calls=calls)
    with ExitStack() as peers:
        address = (server.bound.host, server.bound.port)
        connect = partial(socket.create_connection, address, PATIENCE)
        for count in range(4):
            peers.enter_context(connect()).send(b"hello")
            step_over(server, "accept")
            stepped.wait_held(server, "recv", count + 1)
            stepped.wait_held(server, "accept")
        blocked = server.connections()[0]
        of_blocked = next(c for c in server.gate.held() if c.source == blocked.source)
        server.send_bytes(bytes(beyond_buffers), [blocked.number])
        stepped.wait_held(server, sending)
        begun = next(c for c in server.gate.held() if c.name == sending)
        assert server.gate.step(begun.number)
        # The system takes no more, and the call has not returned.
        watch.poll(lambda: pending(of_blocked.sock()).is_writable is False)
        watch.poll(lambda: begun.number in waiting(recording))
        assert server.gate.step(of_blocked.number)
        stepped.wait_held(server, "recv", 4)
        for _ in range(5):
            peers.enter_context(connect()).send(b"hello")
        client = stepped.client(server.address)
        watch.until(lambda: client.gate.count == 1)

        for choice in choices:
            running = client if choice % 5 == 4 else server
            held = running.gate.held()
            if held:
                assert running.gate.step(held[choice % len(held)].number)
        views = [view.number for view in server.connections()]
        if end == "close":
            server.close_connections(views)
        elif end == "reset":
            server.reset_connections(views)
        elif end == "half-close":
            server.half_close_connections(views)
        elif end == "go on":
            server.gate.go_on()
            client.gate.go_on()
        server.stop()
        client.stop()
        assert server.join(PATIENCE)
        assert client.join(PATIENCE)
    assert (server.state, server.gate.count, client.gate.count) == (EndpointState.STOPPED, 0, 0)
    assert not any(view.is_open for view in server.connections())


def waiting(recording):
    """The numbers of the calls that were let go, or were not held, and have not returned."""
    calls = [
        (event.kind, CallRecord.read(event.text))
        for event in recording.events
        if event.kind in (Kind.CALL, Kind.CALL_BEGUN)
    ]
    returned = {call.number for kind, call in calls if kind is Kind.CALL}
    return {call.number for _, call in calls if not call.is_held} - returned


def test_nobody_waits_for_a_thread_that_is_held(stepped):
    """Two connections of one server: the held one does not keep the other from its answer."""
    server = stepped.listening(dialogue="echo")
    address = (server.bound.host, server.bound.port)
    with (
        socket.create_connection(address, PATIENCE) as first,
        socket.create_connection(address, PATIENCE) as second,
    ):
        for count in (1, 2):
            step_over(server, "accept")
            stepped.wait_held(server, "recv", count)
            stepped.wait_held(server, "accept")
        first.send(b"one")
        second.send(b"two")
        ours = [view for view in server.connections() if view.peer.endswith(str(_port(second)))]
        for _ in ("recv", "send"):
            held = [call for call in server.gate.held() if call.source == ours[0].source]
            assert server.gate.step(held[0].number)
            stepped.watch.until(
                lambda: any(call.source == ours[0].source for call in server.gate.held())
            )
        assert second.recv(10) == b"two"


def told(recording, *kinds):
    """The kinds of a stepped server's events; of a call whether it is held, or its error."""
    words = []
    for event in recording.events:
        if event.kind in (Kind.CALL, Kind.CALL_BEGUN):
            call = CallRecord.read(event.text)
            if call.name in ("send", "sendto", "shutdown"):
                words.append(f"{call.name} {'held' if call.is_held else call.error}".strip())
        elif event.kind in kinds:
            words.append(event.kind.name)
    return words


@pytest.mark.parametrize("transport", TRANSPORTS[:2])
def test_a_message_is_recorded_as_sent_when_its_call_is_let_go(stepped, recording, transport):
    server = stepped.server(Endpoint(transport, "127.0.0.1"), dialogue="echo")
    stepped.until_held(server, "accept" if transport.is_stream else "recvfrom")
    kind = socket.SOCK_STREAM if transport.is_stream else socket.SOCK_DGRAM
    name = "send" if transport.is_stream else "sendto"
    with socket.socket(socket.AF_INET, kind) as peer:
        peer.connect((server.bound.host, server.bound.port))
        peer.send(b"zhangsan")
        stepped.until_held(server, name)
        (view,) = server.connections()
        stepped.bench.journal.flush()
        assert told(recording, Kind.SENT) == [f"{name} held"]
        assert view.bytes_out == 0
        step_over(server, name)
        assert peer.recv(100) == b"zhangsan"
    server.gate.go_on()
    stepped.watch.poll(lambda: name in told(recording, Kind.SENT))
    assert told(recording, Kind.SENT)[:3] == [f"{name} held", "SENT", name]


def test_nothing_is_kept_of_connections_that_were_stepped_to_their_ends(stepped):
    server = stepped.listening(dialogue="echo")
    gate, address = server.gate, (server.bound.host, server.bound.port)
    for _ in range(10):
        with socket.create_connection(address, PATIENCE) as peer:
            peer.send(b"x")
            step_over(server, "accept")
            for name in ("recv", "send"):
                stepped.wait_held(server, name)
                step_over(server, name)
            assert peer.recv(1) == b"x"
        while names(server) != ["accept"] or any(view.is_open for view in server.connections()):
            call = next((call for call in gate.held() if call.name != "accept"), None)
            if call is None or not gate.step(call.number):
                stepped.watch.until(
                    lambda: gate.count > 1 or not any(v.is_open for v in server.connections())
                )
    # The listener is one source before it listens, and one after.
    assert len(gate.let_go_at) == 2
    assert not gate.has_records


def test_a_half_close_is_recorded_when_its_call_is_let_go(stepped, recording):
    server = stepped.listening()
    with socket.create_connection((server.bound.host, server.bound.port), PATIENCE) as peer:
        step_over(server, "accept")
        stepped.wait_held(server, "recv")
        (view,) = server.connections()
        server.half_close_connections([view.number])
        stepped.wait_held(server, "shutdown")
        stepped.bench.journal.flush()
        assert told(recording, Kind.HALF_CLOSED) == ["shutdown held"]
        assert view.state is ConnectionState.ESTABLISHED
        step_over(server, "shutdown")
        assert peer.recv(1) == b""
        stepped.bench.journal.flush()
    assert told(recording, Kind.HALF_CLOSED)[:2] == ["shutdown held", "HALF_CLOSED"]


def test_a_message_that_was_held_to_the_end_is_recorded_as_not_sent(stepped, recording):
    server = stepped.listening()
    with socket.create_connection((server.bound.host, server.bound.port), PATIENCE):
        step_over(server, "accept")
        stepped.wait_held(server, "recv")
        server.send_bytes(b"never")
        stepped.wait_held(server, "send")
        server.stop()
        assert server.join(PATIENCE)
    stepped.bench.journal.flush()
    words = [word for word in told(recording, Kind.SENT) if "shutdown" not in word]
    assert words == ["send held", "send ECANCELED", "SENT"]
    assert any("5 of 5 bytes were not sent" in text for text in recording.texts(Kind.ERROR))


def _port(sock):
    return sock.getsockname()[1]


@pytest.mark.parametrize("value", [None, "recv"])
def test_stepping_begins_again_while_calls_pass(stepped, value):
    server = stepped.listening(dialogue="echo")
    server.gate.go_on(until=value or "")
    with socket.create_connection((server.bound.host, server.bound.port), PATIENCE) as peer:
        if value is None:
            peer.send(b"x")
            assert peer.recv(1) == b"x"
            server.gate.hold_calls()
            peer.send(b"y")
            # Its thread may not have been in `recv` yet.
            stepped.watch.until(lambda: {"recv", "send"} & set(names(server)))
        else:
            stepped.wait_held(server, "recv")
        assert server.gate.is_stepping
