import errno
import os
import socket
from pathlib import Path

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.datagram import DatagramSocket, address_text
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.options import ClientOptions, ServerOptions

pytestmark = pytest.mark.usefixtures("each_way_of_waking")

LOCAL = Endpoint(Transport.UDP, "127.0.0.1")


@pytest.fixture
def server(datagram_endpoint):
    with DatagramSocket.bind(datagram_endpoint, ServerOptions()) as bound:
        yield bound


@pytest.fixture
def client(server):
    with DatagramSocket.connect(server.endpoint, ClientOptions()) as connected:
        yield connected


@pytest.fixture(params=["server", "client"])
def either(request, server, client):
    return server if request.param == "server" else client


def test_a_datagram_is_answered_to_its_sender(server, client):
    client.send(b"AAABBBCCC")
    data, sender = server.receive(1024)
    assert (data, address_text(sender)) == (b"AAABBBCCC", client.local)

    server.send(b"answer", sender)
    assert client.receive(1024)[0] == b"answer"


def test_empty_datagrams_are_datagrams(server, client):
    client.send(b"")
    data, sender = server.receive(10)
    server.send(b"", sender)

    assert (data, client.receive(10)[0]) == (b"", b"")


def test_datagrams_keep_their_bounds(server, client):
    client.send(b"one")
    client.send(b"two")

    assert [server.receive(100)[0], server.receive(100)[0]] == [b"one", b"two"]


@pytest.mark.parametrize("timeout", [None, 20.0])
@pytest.mark.parametrize("length", [0, 3, 4, 5, 6, 65_507])
def test_a_datagram_longer_than_the_receive_size_is_cut_and_its_excess_known(
    server, client, length, timeout
):
    client.send(bytes(length))
    client.send(b"abcd")

    assert server.receive(4, timeout)[0] == bytes(min(length, 4))
    assert server.excess == max(0, length - 4)
    server.excess = 0
    assert server.receive(4, timeout)[0] == b"abcd"
    assert server.excess == 0


def test_the_addresses_of_both_sides(server, client):
    assert client.peer == server.local
    assert server.peer == ""
    assert client.endpoint == server.endpoint
    assert server.endpoint.transport.is_unix or server.endpoint.port > 0


def test_receive_gives_up_after_its_timeout_and_works_on(server, client):
    with pytest.raises(TimeoutError):
        server.receive(10, 0.01)

    client.send(b"later")
    assert server.receive(10, 20.0)[0] == b"later"


@pytest.mark.parametrize("timeout", [None, 20.0])
def test_interrupt_wakes_a_blocked_receive(either, start, timeout):
    receiving = start(lambda: either.receive(10, timeout))
    receiving.wait_until_blocked()

    either.interrupt()

    with pytest.raises(Interrupted):
        receiving.result()


def test_an_interrupt_that_races_with_receive_is_never_lost(datagram_endpoint, start):
    for _ in range(100):
        with DatagramSocket.bind(datagram_endpoint, ServerOptions()) as bound:
            receiving = start(lambda: bound.receive(10))
            bound.interrupt()
            with pytest.raises(Interrupted):
                receiving.result()


def test_a_socket_without_patience_gives_up_by_itself_and_works_on(server, client):
    server.set_patience(0.02)
    with pytest.raises(TimeoutError):
        server.receive(10)

    client.send(b"later")
    assert server.receive(10)[0] == b"later"
    server.set_patience(None)
    client.send(b"at last")
    assert server.receive(10)[0] == b"at last"


@pytest.mark.needs("icmp errors")
def test_what_became_of_an_earlier_datagram_keeps_no_other_from_being_sent():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer,
        DatagramSocket.bind(LOCAL, ServerOptions()) as gone,
    ):
        peer.bind(("127.0.0.1", 0))
        with DatagramSocket.connect(gone.endpoint, ClientOptions()) as client:
            gone.close()
            client.send(b"to nobody")
            assert client.earlier_error is None
            client._socket.connect(peer.getsockname())
            # That the port was unreachable is told by the next call, whichever it is.
            client.send(b"to somebody")
            assert "port is unreachable" in str(client.earlier_error)
        assert peer.recv(100) == b"to somebody"


def test_too_long_a_datagram_is_refused_with_what_fits(server, client):
    with pytest.raises(SocketError) as caught:
        client.send(bytes(8_000_000))

    assert (caught.value.errno_name, caught.value.is_transient) == ("EMSGSIZE", True)
    limits = {socket.AF_INET: "65507", socket.AF_INET6: "65527"}
    assert limits.get(client._socket.family, "fit") in caught.value.sentence
    client.send(b"short")
    assert server.receive(10)[0] == b"short"


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(
    ("every", "asked"), [("0.0.0.0", "127.0.0.5"), ("0.0.0.0", "127.0.0.1"), ("::", "::1")]
)
def test_a_server_at_every_address_answers_from_the_one_that_was_asked(every, asked):
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, every), ServerOptions()) as server,
        DatagramSocket.connect(
            Endpoint(Transport.UDP, asked, server.endpoint.port), ClientOptions()
        ) as client,
    ):
        # The client's socket is connected: it takes nothing from anywhere else.
        for question in (b"question", b""):
            client.send(question)
            data, origin = server.receive(100)
            assert (data, server.names(origin)) == (question, (client.peer, client.local))
            server.send(data, origin)
            assert client.receive(100, 20.0)[0] == question


@pytest.mark.parametrize("every", ["0.0.0.0", "::"])
def test_a_server_at_every_address_answers_where_nothing_tells_which_was_asked(every, monkeypatch):
    monkeypatch.setattr(system, "TELLS_ASKED_ADDRESSES", False)
    here = "127.0.0.1" if every == "0.0.0.0" else "::1"
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, every), ServerOptions()) as server,
        DatagramSocket.connect(
            Endpoint(Transport.UDP, here, server.endpoint.port), ClientOptions()
        ) as client,
    ):
        client.send(b"question")
        data, origin = server.receive(100)
        assert (data, server.names(origin)) == (b"question", (server.local, client.local))
        server.send(data, origin)
        assert client.receive(100, 20.0)[0] == b"question"


@pytest.mark.needs("recvmsg")
def test_another_address_of_the_same_server_is_another_origin():
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, "0.0.0.0"), ServerOptions()) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer,
    ):
        for host in ("127.0.0.5", "127.0.0.6", "127.0.0.5"):
            peer.sendto(b"x", (host, server.endpoint.port))
        first, second, third = (server.receive(10)[1] for _ in range(3))

        assert first == third != second
        assert server.names(second)[0] == f"127.0.0.6:{server.endpoint.port}"
        with pytest.raises(SocketError) as caught:
            server.send(bytes(70_000), first)
        assert server.names(first)[1] in str(caught.value.endpoint)


@pytest.mark.needs("unix sockets")
def test_interrupt_wakes_a_send_that_waits_for_a_unix_receiver(unix_server, start):
    with DatagramSocket.connect(unix_server.endpoint, ClientOptions()) as client:

        def send_for_ever():
            while True:
                client.send(b"x")

        sending = start(send_for_ever)
        if system.SHUTDOWN_WAKES_ALL:  # elsewhere it does not sleep for long
            sending.wait_until_blocked()
        client.interrupt()

        with pytest.raises(Interrupted):
            sending.result()


@pytest.mark.needs("unix sockets")
def test_a_send_that_waits_for_a_unix_receiver_goes_through_when_there_is_room(unix_server, start):
    count = 1000
    with DatagramSocket.connect(unix_server.endpoint, ClientOptions()) as client:

        def send_many():
            for number in range(count):
                client.send(str(number).encode())

        sending = start(send_many)
        if system.SHUTDOWN_WAKES_ALL:  # elsewhere it does not sleep for long
            sending.wait_until_blocked()
        received = [int(unix_server.receive(100)[0]) for _ in range(count)]
        sending.result()

    assert received == list(range(count))


@pytest.fixture
def unix_server(folder):
    wanted = Endpoint(Transport.UNIX_DATAGRAM, path=f"{folder}/u.sock")
    with DatagramSocket.bind(wanted, ServerOptions()) as bound:
        yield bound


@pytest.mark.parametrize("ending", ["interrupt", "close"])
def test_calls_after_an_interrupt_or_close_are_interrupted_though_datagrams_wait(
    server, client, ending
):
    client.send(b"waiting")
    getattr(server, ending)()
    getattr(client, ending)()

    for call in (
        lambda: server.receive(10),
        lambda: server.receive(10, 20.0),
        lambda: client.send(b"x"),
    ):
        with pytest.raises(Interrupted):
            call()


@pytest.mark.needs("unix sockets")
def test_what_was_not_received_is_counted_at_the_end(server, client, unix_server):
    client.send(b"hello")
    _, sender = server.receive(100)
    for _ in range(3):
        client.send(b"unread")
        server.send(b"", sender)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unix_client:
        for _ in range(3):
            unix_client.sendto(b"unread", unix_server.endpoint.path)
    for sock in (server, client, unix_server):
        sock.interrupt()
        assert sock.discard_unread() == 3
        assert sock.discard_unread() == 0
        sock.close()
        assert sock.discard_unread() == 0


def test_everything_that_ends_a_socket_may_be_repeated(either):
    for ending in (
        either.interrupt,
        either.interrupt,
        either.close,
        either.close,
        either.interrupt,
    ):
        ending()


def test_udp_and_tcp_share_a_port_number(free_port):
    port = free_port(socket.SOCK_STREAM, socket.SOCK_DGRAM)
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, "127.0.0.1", port), ServerOptions()),
        Listener.open(Endpoint(Transport.TCP, "127.0.0.1", port), ServerOptions()),
    ):
        pass


def test_a_port_or_path_in_use_is_refused(server):
    with pytest.raises(SocketError, match="already in use by") as caught:
        DatagramSocket.bind(server.endpoint, ServerOptions())

    assert caught.value.errno_name == "EADDRINUSE"


def test_every_ipv4_and_every_ipv6_address_share_a_port(free_port):
    port = free_port(socket.SOCK_DGRAM, hosts=["0.0.0.0", "::"])
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, "0.0.0.0", port), ServerOptions()),
        DatagramSocket.bind(Endpoint(Transport.UDP, "::", port), ServerOptions()),
    ):
        pass


def test_a_server_that_answers_someone_who_left_works_on(server, client):
    client.send(b"bye")
    _, gone = server.receive(10)
    client.close()

    if server.endpoint.transport.is_unix:
        with pytest.raises(SocketError, match="no socket at") as caught:
            server.send(b"answer", gone)
        assert caught.value.is_transient
    else:
        server.send(b"answer", gone)
    with DatagramSocket.connect(server.endpoint, ClientOptions()) as other:
        other.send(b"next")
        assert server.receive(10)[0] == b"next"


@pytest.mark.needs("unix sockets")
def test_a_sender_without_a_path_cannot_be_answered(unix_server):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as nameless:
        nameless.sendto(b"question", unix_server.endpoint.path)
    data, sender = unix_server.receive(100)

    assert (data, address_text(sender)) == (b"question", "(unnamed socket)")
    with pytest.raises(SocketError, match="no address of its own") as caught:
        unix_server.send(b"answer", sender)
    assert caught.value.is_transient


def test_a_broken_receive_ends_the_loop(
    with_shutdown,
):
    class Broken(socket.socket):
        def recvfrom(self, *_arguments):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    sock = Broken(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    with DatagramSocket(sock, LOCAL, "") as server:
        with pytest.raises(SocketError) as caught:
            server.receive(10)
        assert not caught.value.is_transient


@pytest.mark.skipif(not Path("/proc/net/udp").exists(), reason="only Linux counts them")
@pytest.mark.needs("linux")
def test_datagrams_that_the_system_drops_are_counted():
    with (
        DatagramSocket.bind(LOCAL, ServerOptions()) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions()) as client,
    ):
        assert server.dropped() == 0
        sent = 0
        while not server.dropped():
            client.send(bytes(60_000))
            sent += 1
        dropped = server.dropped()
        received = 0
        while True:
            try:
                server.receive(65_536, 0.0)
            except TimeoutError:
                break
            received += 1
    assert received + dropped == sent
    assert server.dropped() == dropped


@pytest.mark.needs("unix sockets")
def test_the_path_of_a_unix_server_goes_with_it(unix_server):
    path = Path(unix_server.endpoint.path)
    assert path.is_socket()

    unix_server.close()

    assert not path.exists()


def test_a_system_that_does_not_count_drops_tells_none():
    class Silent(socket.socket):
        def getsockopt(self, *arguments):
            raise OSError(errno.ENOPROTOOPT, os.strerror(errno.ENOPROTOOPT))

    sock = Silent(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    with DatagramSocket(sock, LOCAL, "") as server:
        assert server.dropped() == 0


def test_the_count_of_drops_can_be_asked_for_after_the_end(server):
    server.close()

    assert server.dropped() == 0


@pytest.mark.skipif(not Path("/proc/net/udp").exists(), reason="only Linux counts them")
@pytest.mark.needs("linux")
def test_what_was_dropped_since_the_last_look_is_counted_at_the_end():
    with (
        DatagramSocket.bind(LOCAL, ServerOptions()) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions()) as client,
    ):
        room = server._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        for _ in range(4 * room // 10_000):
            client.send(bytes(10_000))
    assert server.dropped() > 0


def test_a_server_is_not_told_that_an_answer_found_nobody(with_shutdown, monkeypatch):
    # Windows: WSAECONNRESET. No other system tells an unconnected socket.
    told = [ConnectionResetError(errno.ECONNRESET, "reset"), (b"next", ("127.0.0.1", 1))]

    def recvfrom(*_arguments):
        next_told = told.pop(0)
        if isinstance(next_told, OSError):
            raise next_told
        return next_told

    with DatagramSocket.bind(LOCAL, ServerOptions()) as server:
        monkeypatch.setattr(server, "_recvfrom", recvfrom)

        assert server.receive(10)[0] == b"next"


def test_a_client_is_told_that_the_port_is_unreachable_not_reset(with_shutdown, monkeypatch):
    def recvfrom(*_arguments):
        raise ConnectionResetError(errno.ECONNRESET, "reset")

    with (
        DatagramSocket.bind(LOCAL, ServerOptions()) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions()) as client,
    ):
        monkeypatch.setattr(client, "_recvfrom", recvfrom)

        with pytest.raises(SocketError, match="port is unreachable") as caught:
            client.receive(10)
    assert caught.value.errno_name == "ECONNREFUSED"
    assert caught.value.is_transient
