"""What every stream does, whatever carries it."""

import contextlib
import errno
import socket

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.waiting.readiness import WakeUp

pytestmark = pytest.mark.usefixtures("each_way_of_waking")

MEGABYTES = bytes(range(256)) * 4096 * 24
"""More than buffers hold at once, so that it is sent in parts."""


def receive_all(stream, size=65536):
    chunks = []
    while chunk := stream.receive(size):
        chunks.append(chunk)
    return b"".join(chunks)


def receive_all_with(receive, stream):
    while receive(stream, 10):
        pass


def test_bytes_go_both_ways(pair):
    ours, theirs = pair

    ours.send(b"to the server")
    theirs.send(b"to the client")

    assert theirs.receive(100) == b"to the server"
    assert ours.receive(100) == b"to the client"


def test_an_empty_send_sends_nothing(pair):
    ours, theirs = pair

    ours.send(b"")
    ours.send(b"x")

    assert theirs.receive(100) == b"x"


def test_receiving_one_byte_at_a_time_keeps_the_order(pair):
    ours, theirs = pair
    ours.send(b"abc")
    ours.send_eof()

    received = [theirs.receive(1) for _ in range(4)]

    assert received == [b"a", b"b", b"c", b""]


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_much_more_than_the_buffers_hold_arrives_whole(pair, start, kind):
    ours, theirs = pair

    def send():
        ours.send(kind(MEGABYTES))
        ours.send_eof()

    sending = start(send)

    assert receive_all(theirs) == MEGABYTES
    sending.result()


def test_both_sides_send_much_at_once(pair, start):
    ours, theirs = pair

    def send(stream):
        stream.send(MEGABYTES)
        stream.send_eof()

    tasks = [
        start(lambda: send(ours)),
        start(lambda: send(theirs)),
        start(lambda: receive_all(ours)),
    ]

    assert receive_all(theirs) == MEGABYTES
    assert [task.result() for task in tasks] == [None, None, MEGABYTES]


@pytest.mark.parametrize("first", [0, 1])
def test_after_a_half_close_the_other_way_stays_open(pair, first):
    early, late = pair[first], pair[1 - first]

    early.send(b"question")
    early.send_eof()

    assert receive_all(late) == b"question"
    late.send(b"answer")
    late.send_eof()
    assert receive_all(early) == b"answer"
    assert late.receive(10) == b""


def test_the_end_of_the_stream_is_told_again(pair):
    ours, theirs = pair
    ours.close()

    assert [theirs.receive(10), theirs.receive(10)] == [b"", b""]


def test_sending_after_our_half_close_is_a_broken_pipe(pair):
    ours, _ = pair
    ours.send_eof()

    with pytest.raises(SocketError, match="takes no more bytes") as caught:
        ours.send(b"late")

    assert (caught.value.errno_name, caught.value.sent) == ("EPIPE", 0)


def test_a_peer_that_is_gone_breaks_the_pipe_and_the_error_counts_what_was_taken(
    pair, start, beyond_buffers
):
    ours, theirs = pair
    sending = start(lambda: ours.send(bytes(beyond_buffers)))
    sending.wait_until_blocked()

    theirs.close()

    with pytest.raises(SocketError) as caught:
        sending.result()
    assert caught.value.errno_name in ("EPIPE", "ECONNRESET")
    assert 0 < (caught.value.sent or 0) < beyond_buffers
    assert caught.value.endpoint == ours.peer


def test_receive_with_a_timeout_returns_what_comes(pair, start):
    ours, theirs = pair
    receiving = start(lambda: ours.receive(10, 20.0))
    receiving.wait_until_blocked()

    theirs.send(b"in time")

    assert receiving.result() == b"in time"


@pytest.mark.parametrize("seconds", [0.0, 0.0004, 0.02])
def test_receive_with_a_timeout_gives_up(pair, seconds):
    ours, theirs = pair

    with pytest.raises(TimeoutError):
        ours.receive(10, seconds)

    theirs.send(b"later")
    assert ours.receive(10) == b"later"


def test_receive_with_a_timeout_sees_the_end_of_the_stream(pair):
    ours, theirs = pair
    theirs.close()

    assert ours.receive(10, 20.0) == b""


def test_receive_pending_never_waits(pair, eventually):
    ours, theirs = pair
    assert ours.receive_pending(10) is None

    theirs.send(b"ab")
    assert ours.receive(1) == b"a"
    assert ours.receive_pending(10) == b"b"
    assert ours.receive_pending(10) is None

    theirs.close()
    eventually(lambda: ours.receive_pending(10) == b"")


def test_an_interrupted_stream_ends_properly_for_its_peer(pair):
    ours, theirs = pair
    ours.send(b"last words")

    ours.interrupt()

    assert receive_all(theirs) == b"last words"


def test_what_the_system_takes_in_pieces_arrives_whole(with_shutdown):

    class Nibbling(socket.socket):
        def send(self, data, flags=0):
            return super().send(data[:10], flags)

    ours, theirs = socket.socketpair()
    with (
        Stream(Nibbling(fileno=ours.detach()), None) as sender,
        Stream(theirs, None) as receiver,
    ):
        sender.send(bytes(range(100)))
        sender.send_eof()

        assert receive_all(receiver) == bytes(range(100))


@pytest.mark.needs("resets")
def test_a_reset_is_told_as_such(tcp_pair):
    ours, theirs = tcp_pair
    ours.reset()

    with pytest.raises(SocketError, match="reset the connection") as caught:
        theirs.receive(10)

    assert caught.value.errno_name == "ECONNRESET"
    assert caught.value.endpoint == theirs.peer


@pytest.mark.needs("resets")
@pytest.mark.parametrize("receive", [Stream.receive, Stream.receive_pending])
def test_a_reset_that_a_send_was_told_is_no_proper_end_for_who_receives(
    tcp_pair, eventually, receive
):
    ours, theirs = tcp_pair
    theirs.send(b"before")
    assert ours.receive(1) == b"b"
    theirs.reset()

    def is_told():
        with contextlib.suppress(SocketError):
            ours.send(b"x")
            return False
        return True

    eventually(is_told)

    with pytest.raises(SocketError) as caught:
        receive_all_with(receive, ours)
    assert caught.value.errno_name == "ECONNRESET"


@pytest.mark.needs("resets")
def test_a_reset_from_another_thread_wakes_the_receiver_and_is_no_proper_end(tcp_pair, start):
    ours, theirs = tcp_pair
    receiving = start(lambda: ours.receive(10))
    receiving.wait_until_blocked()

    ours.reset()

    with pytest.raises(Interrupted):
        receiving.result()
    with pytest.raises(SocketError) as caught:
        theirs.receive(10)
    assert caught.value.errno_name == "ECONNRESET"


@pytest.mark.needs("resets")
def test_a_reset_from_another_thread_wakes_a_sender_and_throws_its_bytes_away(
    tcp_pair, start, beyond_buffers
):
    ours, theirs = tcp_pair
    sending = start(lambda: ours.send(bytes(beyond_buffers)))
    sending.wait_until_blocked()

    ours.reset()

    with pytest.raises(Interrupted):
        sending.result()
    with pytest.raises(SocketError) as caught:
        receive_all(theirs)
    assert caught.value.errno_name == "ECONNRESET"


def test_a_stream_knows_both_addresses(tcp_pair):
    ours, theirs = tcp_pair

    assert ours.local == theirs.peer
    assert ours.peer == theirs.local
    assert ours.peer.startswith("127.0.0.1:")


def test_a_unix_client_is_unnamed(unix_endpoint):
    with (
        Listener.open(unix_endpoint, ServerOptions()) as listener,
        Connector(unix_endpoint, ClientOptions()).connect() as ours,
        listener.accept() as theirs,
    ):
        assert (ours.local, ours.peer) == ("(unnamed socket)", unix_endpoint.path)
        assert (theirs.local, theirs.peer) == (unix_endpoint.path, "(unnamed socket)")


def test_a_socket_that_lost_its_name_still_makes_a_stream(with_shutdown):

    class Nameless(socket.socket):
        def getsockname(self):
            raise OSError(errno.EINVAL, "as macOS says of a connection that was reset")

    with Stream(Nameless(), ("127.0.0.1", 1)) as stream:
        assert stream.local == "(unnamed socket)"


@pytest.mark.needs("resets")
def test_half_closing_a_connection_that_was_reset_is_told_as_the_reset(tcp_pair):
    ours, theirs = tcp_pair
    theirs.reset()
    with pytest.raises(SocketError):
        ours.receive(10)

    with pytest.raises(SocketError, match="reset the connection") as caught:
        ours.send_eof()
    assert caught.value.errno_name == "ECONNRESET"


@pytest.mark.needs("resets")
def test_a_reset_is_told_as_such_to_who_sends_after_it_was_told(tcp_pair):
    ours, theirs = tcp_pair
    theirs.reset()
    for call in (lambda: ours.receive(10), lambda: ours.send(b"x"), lambda: ours.receive(10)):
        with pytest.raises(SocketError) as caught:
            call()
        assert caught.value.errno_name == "ECONNRESET"


def test_an_interrupted_send_says_how_much_the_system_took(pair, start, beyond_buffers):
    ours, theirs = pair
    sending = start(lambda: ours.send(bytes(beyond_buffers)))
    sending.wait_until_blocked()
    ours.interrupt()
    with pytest.raises(Interrupted) as caught:
        sending.result()
    assert 0 < (caught.value.sent or 0) == len(receive_all(theirs))


def test_what_came_before_an_interrupt_can_still_be_read_without_waiting(pair, eventually):
    ours, theirs = pair
    theirs.send(b"before")
    assert ours.receive(1) == b"b"
    ours.interrupt()
    with pytest.raises(Interrupted):
        ours.receive(10)
    assert ours.receive_pending(3) == b"efo"
    assert ours.receive_pending(3) == b"re"
    with pytest.raises(Interrupted):
        ours.receive_pending(3)
    ours.close()
    with pytest.raises(Interrupted):
        ours.receive_pending(3)


@pytest.mark.needs("resets")
def test_what_is_pending_after_a_reset_is_the_reset(tcp_pair, eventually):
    ours, theirs = tcp_pair
    theirs.reset()

    def reset():
        try:
            return ours.receive_pending(10) is not None
        except SocketError as error:
            return error.errno_name == "ECONNRESET"

    eventually(reset)


@pytest.mark.needs("resets")
def test_after_the_end_a_peer_that_is_gone_is_noticed(pair):
    ours, theirs = pair
    theirs.send_eof()
    assert ours.receive(100) == b""
    theirs.close()
    with contextlib.closing(WakeUp()) as wake:
        if ours.peer.startswith(("127.", "[")):
            # TCP tells only who sends something.
            ours.send(b"anybody there?")
            with pytest.raises(SocketError) as caught:
                ours.wait_for_hang_up(wake)
            assert caught.value.errno_name == "ECONNRESET"
        elif system.SHUTDOWN_WAKES_ALL:
            assert ours.wait_for_hang_up(wake)


def test_waiting_for_a_peer_to_go_can_be_ended(pair):
    ours, theirs = pair
    theirs.send_eof()
    assert ours.receive(100) == b""
    with contextlib.closing(WakeUp()) as wake:
        wake.wake()
        assert not ours.wait_for_hang_up(wake)
    with contextlib.closing(WakeUp()) as wake:
        ours.interrupt()
        with pytest.raises(Interrupted):
            ours.wait_for_hang_up(wake)
