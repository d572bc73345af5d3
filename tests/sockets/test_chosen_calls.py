import array
import os
import socket
import struct

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.chosen_calls import ask_for_credentials, receiver, sender
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.options import ClientOptions, ServerOptions

MEGABYTES = bytes(8_000_000)
STREAM_CALLS = [
    CallChoice("recv", "send"),
    CallChoice("recvfrom", "sendall"),
    CallChoice("recvmsg", "send"),
]
CLIENT_CALLS = [*STREAM_CALLS[:2], CallChoice("recvmsg", "sendto")]
pytestmark = pytest.mark.needs("recvmsg")


@pytest.fixture
def make_pair(each_way_of_waking, stream_endpoint):
    """Return a function that makes both ends of a stream with the same calls."""
    opened = []

    def make(calls):
        listener = Listener.open(stream_endpoint, ServerOptions(calls=calls))
        ours = Connector(listener.endpoint, ClientOptions(calls=calls)).connect()
        opened.extend([listener, ours])
        theirs = listener.accept()
        opened.append(theirs)
        return ours, theirs

    yield make
    for each in opened:
        each.close()


@pytest.mark.parametrize("calls", STREAM_CALLS, ids="-".join)
def test_a_stream_is_the_same_with_every_call(make_pair, calls, start):
    ours, theirs = make_pair(calls)
    sending = start(lambda: ours.send(MEGABYTES))
    received = 0
    while received < len(MEGABYTES):
        received += len(theirs.receive(1 << 20))
    assert sending.result() is None
    assert theirs.receive_pending(1) is None
    ours.send_eof()
    assert theirs.receive(1) == b""


@pytest.mark.parametrize("is_interrupted", [True, False])
def test_a_sendall_that_ends_early_does_not_tell_how_much_was_sent(
    make_pair, start, is_interrupted, beyond_buffers
):
    ours, theirs = make_pair(CallChoice("", "sendall"))
    sending = start(lambda: ours.send(bytes(beyond_buffers)))
    sending.wait_until_blocked()
    if is_interrupted:
        ours.interrupt()
    else:
        theirs.close()
    with pytest.raises(Interrupted if is_interrupted else SocketError) as caught:
        sending.result()
    assert getattr(caught.value, "sent", 0) is None
    if is_interrupted:
        assert 0 < len(theirs.receive(1 << 20)) < beyond_buffers


@pytest.mark.parametrize("receive", ["recvfrom", "recvmsg"])
@pytest.mark.parametrize("ours", CLIENT_CALLS, ids="-".join)
def test_datagrams_are_the_same_with_every_call(
    each_way_of_waking, datagram_endpoint, receive, ours
):
    theirs = CallChoice(receive, "sendto")
    with (
        DatagramSocket.bind(datagram_endpoint, ServerOptions(calls=theirs)) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions(calls=ours)) as client,
    ):
        client.send(b"question")
        data, origin = server.receive(100)
        assert data == b"question"
        assert server.names(origin)[0] == server.local
        server.send(b"an answer that is longer", origin)
        assert client.receive(9)[0] == b"an answer"
        assert client.excess == len(b" that is longer")
        client.send(b"")
        assert server.receive(100)[0] == b""
        with pytest.raises(TimeoutError):
            server.receive(100, timeout=0.01)


@pytest.mark.needs("linux")
def test_the_sender_of_a_unix_message_is_told_and_leaves_no_descriptor_here():
    one, other = socket.socketpair()
    with one, other:
        room = ask_for_credentials(one)
        passed = array.array("i", [other.fileno()])
        other.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, passed)])
        data, control, flags, _ = one.recvmsg(10, room)
    assert data == b"x"
    assert [(kind, struct.unpack("3i", value)) for _, kind, value in control] == [
        (socket.SCM_CREDENTIALS, (os.getpid(), os.geteuid(), os.getegid()))
    ]
    assert flags & socket.MSG_CTRUNC


def test_where_the_system_tells_no_sender_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(system, "SO_PASSCRED", 0)
    with socket.socket() as sock:
        assert ask_for_credentials(sock) == 0
    one, other = socket.socketpair()
    with one, other:
        assert ask_for_credentials(one) == 0
        assert sender(other, CallChoice())(b"x") == 1
        assert receiver(one, CallChoice("recvmsg"))(10) == b"x"


def test_where_the_address_that_was_asked_is_not_told_recvmsg_receives_all_the_same(monkeypatch):
    monkeypatch.setattr(system, "TELLS_ASKED_ADDRESSES", False)
    endpoint = Endpoint(Transport.UDP, "127.0.0.1")
    with (
        DatagramSocket.bind(endpoint, ServerOptions(calls=CallChoice("recvmsg"))) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions()) as client,
    ):
        client.send(b"x")
        data, origin = server.receive(10)
        assert (data, server.names(origin)[1]) == (b"x", client.local)
