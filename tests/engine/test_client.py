import socket
import threading

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Ask, Show, StartTimer
from socket_workbench.engine.client import Client
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions, ServerOptions


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        yield listener


def endpoint_of(listener) -> Endpoint:
    return Endpoint(Transport.TCP, *listener.getsockname()[:2])


def accept(listener):
    peer, _ = listener.accept()
    peer.settimeout(20)
    return peer


def test_a_client_connects_sends_receives_and_closes(bench, listener, recording):
    client = bench.client(endpoint_of(listener))
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        assert client.send(b"hello")
        assert peer.recv(100) == b"hello"
        peer.sendall(b"hi")
        assert recording.wait_for(Kind.RECEIVED)[0].payload == b"hi"
        client.stop()
        assert peer.recv(1) == b""
    assert client.join(10)
    assert client.state is EndpointState.CLOSED
    assert not client.send(b"too late")
    assert client.send_file("nothing") == []
    recording.wait_for(Kind.CLOSED)
    assert [event.kind for event in recording.events] == [
        Kind.CONNECTING,
        Kind.CONNECTED,
        Kind.SENT,
        Kind.RECEIVED,
        Kind.CLOSED,
    ]


def test_a_refused_connection_fails_with_a_sentence(bench, recording):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        client = bench.connected(Endpoint(Transport.TCP, "127.0.0.1", port))
        assert client.join(10)
        assert client.state is EndpointState.FAILED
        assert str(port) in client.error
        assert recording.wait_for(Kind.ERROR)[0].text == client.error


def test_connecting_can_be_given_up(bench, listener, recording):
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
            fillers.append(filler)
        client = bench.client(endpoint_of(full))
        recording.wait_for(Kind.CONNECTING)
        client.stop()
        assert client.join(10)
        assert client.state is EndpointState.CLOSED
        for filler in fillers:
            filler.close()


def test_half_closing_waits_for_what_was_typed_before(bench, listener):
    client = bench.client(endpoint_of(listener))
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        client.send(b"x" * 1_000_000)
        client.half_close_connections()
        total = 0
        while piece := peer.recv(65536):
            total += len(piece)
        assert total == 1_000_000
        peer.sendall(b"answer")
    assert client.join(10)


@pytest.mark.needs("resets")
def test_a_reset_reaches_the_peer_as_a_reset(bench, listener):
    client = bench.client(endpoint_of(listener))
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        client.reset()
        with pytest.raises(ConnectionResetError):
            peer.recv(1)


def test_a_client_connects_again_by_itself(bench, listener, recording):
    client = bench.client(endpoint_of(listener), options=ClientOptions(reconnect_interval=0.01))
    for _ in range(3):
        accept(listener).close()
    recording.wait_for(Kind.CONNECTED, 3)
    client.stop()
    assert client.join(10)
    assert client.state is EndpointState.CLOSED


def test_waiting_to_connect_again_can_be_ended(bench):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = Endpoint(Transport.TCP, "127.0.0.1", unused.getsockname()[1])
        client = bench.client(endpoint, options=ClientOptions(reconnect_interval=3600))
        bench.watch.until(lambda: client.state is EndpointState.WAITING_TO_RECONNECT)
        client.stop()
        assert client.join(10)


def test_the_local_port_is_the_one_asked_for(bench, listener, free_port):
    port = free_port()
    options = ClientOptions(local_host="127.0.0.1", local_port=port)
    client = bench.client(endpoint_of(listener), options=options)
    with accept(listener) as peer:
        assert peer.getpeername() == ("127.0.0.1", port)
        bench.watch.until(lambda: client.connection is not None)
        assert client.connection.local == f"127.0.0.1:{port}"


def test_a_file_is_sent_as_it_is_whatever_the_framing(bench, listener, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 4096)
    client = bench.client(
        endpoint_of(listener), options=ClientOptions(framing=Framing.parse("line"))
    )
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        (transfer,) = client.send_file(path)
        client.half_close_connections()
        content = b""
        while piece := peer.recv(1 << 20):
            content += piece
    assert content == path.read_bytes()
    assert transfer.finished.wait(10)
    assert (transfer.sent, transfer.error) == (1 << 20, "")


def test_cancelling_a_file_while_the_peer_does_not_read(
    bench, listener, tmp_path, recording, beyond_buffers
):
    path = tmp_path / "file"
    path.write_bytes(b"x" * beyond_buffers)
    client = bench.client(endpoint_of(listener))
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        (transfer,) = client.send_file(path)
        (second,) = client.send_file(path)
        recording.wait_for(Kind.SENT, 10)
        transfer.cancel()
        client.stop()
        assert client.join(10)
        assert transfer.finished.wait(10)
        assert second.finished.wait(10)
        assert transfer.sent < beyond_buffers
        assert "connection ended" in second.error
        assert peer.recv(1) == b"x"


@pytest.mark.needs("icmp errors")
def test_a_datagram_client_survives_that_nobody_listens(bench, recording, free_port):
    port = free_port(socket.SOCK_DGRAM)
    client = bench.connected(Endpoint(Transport.UDP, "127.0.0.1", port))
    client.send(b"anyone?")
    assert recording.wait_for(Kind.ERROR)[0].text
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", port))
        peer.settimeout(20)
        client.send(b"now?")
        message, address = peer.recvfrom(100)
        assert message == b"now?"
        peer.sendto(b"yes", address)
        assert recording.wait_for(Kind.RECEIVED)[0].payload == b"yes"
    assert client.state is EndpointState.CONNECTED


def test_a_datagram_that_is_too_large_is_an_error_that_names_the_limit(bench, recording):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        client = bench.connected(Endpoint(Transport.UDP, *peer.getsockname()))
        client.send(b"x" * 70_000)
        assert "65507" in recording.wait_for(Kind.ERROR)[0].text.replace(",", "")
        client.send(b"small")
        assert peer.recv(100) == b"small"


class Questioner(Dialogue):
    """Asks, sends the answer, shows what comes back."""

    def opened(self, peer):
        return [Ask("number?")]

    def answered(self, text):
        return [StartTimer("later", 0.001), b"not yet"] if text == "wait" else [b"no"]

    def timer(self, name):
        return [name.encode()]

    def received(self, message):
        return [Show(message)]


def test_a_script_asks_the_person_and_shows_the_result(bench, listener):
    updates, changed = [], threading.Condition()

    def on_update(update):
        with changed:
            updates.append(update)
            changed.notify_all()

    client = bench.client(endpoint_of(listener), on_update, script=lambda _: Questioner())
    with accept(listener) as peer, changed:
        assert changed.wait_for(lambda: updates == [Ask("number?")], 20)
        client.answer("wait")
        said = b""
        while len(said) < len(b"not yetlater"):
            said += peer.recv(100)
        assert said == b"not yetlater"
        peer.sendall(b"4489")
        assert changed.wait_for(lambda: updates[1:] == [Show(b"4489")], 20)


class Broken(Dialogue):
    """Fails in every way a dialogue can."""

    def received(self, message):
        raise KeyError(message)

    def answered(self, text):
        raise ValueError(text)


@pytest.mark.parametrize("how", ["received", "answered"])
def test_a_dialogue_that_fails_closes_its_connection_with_a_sentence(
    bench, listener, recording, how
):
    client = bench.client(endpoint_of(listener), script=lambda _: Broken())
    with accept(listener) as peer:
        bench.watch.until(lambda: client.state is EndpointState.CONNECTED)
        if how == "received":
            peer.sendall(b"boom")
        else:
            client.answer("boom")
        assert peer.recv(1) == b""
    assert "boom" in recording.wait_for(Kind.ERROR)[0].text
    assert client.join(10)
    assert client.state is EndpointState.CLOSED


@pytest.mark.parametrize("reconnect", [None, 0.01])
def test_a_script_that_cannot_be_made_is_recorded_and_leaks_nothing(
    bench, listener, recording, reconnect
):
    def script(endpoint):
        raise KeyError("no script for you")

    options = ClientOptions(reconnect_interval=reconnect)
    client = bench.client(endpoint_of(listener), script=script, options=options)
    with accept(listener) as peer:
        assert peer.recv(1) == b""
    assert "no script for you" in recording.wait_for(Kind.ERROR)[0].text
    assert client.join(10)
    assert client.state is EndpointState.FAILED
    assert "no script for you" in client.error
    assert client.cause is None


@pytest.mark.parametrize(
    ("transport", "call"), [(Transport.TCP, "recv(7)"), (Transport.UDP, "recvfrom(65535)")]
)
def test_the_call_that_waits_has_the_name_of_its_transport(bench, transport, call):
    server = bench.server("echo", transport, options=ServerOptions(receive_size=7))
    client = bench.connected(server.bound, options=ClientOptions(receive_size=7))
    bench.watch.poll(lambda: client.connection.activity == call)
    client.send(b"1")
    bench.watch.poll(lambda: [view.activity for view in server.connections()] == [call])
    bench.watch.poll(lambda: client.connection.sent_at > 0)


def test_two_streams_that_send_more_than_both_can_hold_do_not_block_each_other(bench, recording):
    server = bench.server("echo")
    client = bench.connected(server.bound)
    client.send(b"x" * 20_000_000)
    client.half_close_connections()
    assert client.join(60)
    bench.journal.flush()
    assert len(recording.payloads(Kind.RECEIVED, "client")) == 20_000_000


def test_a_client_times_replies_and_counts_over_all_its_connections(bench, listener, recording):
    client = bench.client(endpoint_of(listener), options=ClientOptions(reconnect_interval=0.01))
    for reply in (b"one", b"two"):
        with accept(listener) as peer:
            bench.watch.until(lambda: client.send(b"question"))
            assert peer.recv(100) == b"question"
            # After the second reply it may connect a third time before it is stopped.
            connection = client.connection
            peer.sendall(reply)
            peer.shutdown(socket.SHUT_WR)
            assert peer.recv(1) == b""
    client.stop()
    assert client.join(10)
    traffic = client.traffic()
    assert (traffic.bytes_in, traffic.bytes_out) == (6, 16)
    assert (traffic.messages_in, traffic.messages_out) == (2, 2)
    assert traffic.connections >= 2
    assert traffic.dropped == 0
    bench.journal.flush()
    times = {event.kind: event.time for event in recording.events if event.payload}
    assert len(client.round_trips.newest) == 2
    assert client.round_trips.newest[-1] == times[Kind.RECEIVED] - times[Kind.SENT]
    assert connection.reply_timer.round_trips.newest[-1] == client.round_trips.newest[-1]


def test_drops_of_a_datagram_client_are_counted(bench, monkeypatch):
    server = bench.server("print-only", Transport.UDP)
    client = bench.connected(server.bound)
    monkeypatch.setattr(
        "socket_workbench.engine.connections.channel.DatagramSocket.dropped", lambda self: 3
    )
    assert client.traffic().dropped == 3


def test_a_client_that_is_stopped_as_soon_as_it_is_connected_closes(bench, listener, monkeypatch):
    connect = Client._connect

    def connect_and_stop(client):
        channel = connect(client)
        client.stop()
        return channel

    monkeypatch.setattr(Client, "_connect", connect_and_stop)
    client = bench.client(endpoint_of(listener))
    assert client.join(20)
    assert client.connection.reason == "closed by you"


def test_a_client_that_is_stopped_before_it_begins_does_not_connect(bench, listener, recording):
    begun = []
    bench.threads.start = lambda name, run: begun.append(run)
    client = bench.client(endpoint_of(listener))
    client.stop()
    begun.pop()()
    assert recording.wait_for(Kind.STOPPED)[0].text == "Connecting was given up."
    assert recording.texts(Kind.CONNECTED) == []
    bench.running.remove(client)
