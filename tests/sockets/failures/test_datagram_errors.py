import errno
import os
import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.datagram_errors import datagram_limit, explain_datagram
from socket_workbench.sockets.failures.errors import Action, SocketError
from socket_workbench.sockets.options import ClientOptions, ServerOptions


@pytest.fixture
def unix_server(folder):
    wanted = Endpoint(Transport.UNIX_DATAGRAM, path=f"{folder}/u.sock")
    with DatagramSocket.bind(wanted, ServerOptions()) as bound:
        yield bound


@pytest.mark.parametrize(
    ("host", "limit"), [("127.0.0.1", 65_507), ("::1", 65_527)], ids=["ipv4", "ipv6"]
)
def test_a_datagram_that_is_too_large_names_the_limit_and_harms_nothing(host, limit):
    with (
        DatagramSocket.bind(Endpoint(Transport.UDP, host), ServerOptions()) as server,
        DatagramSocket.connect(server.endpoint, ClientOptions()) as client,
    ):
        with pytest.raises(SocketError, match=f"{limit + 1} bytes, and at most {limit}") as caught:
            client.send(bytes(limit + 1))
        assert (caught.value.errno_name, caught.value.is_transient) == ("EMSGSIZE", True)

        client.send(bytes(limit))
        assert len(server.receive(65_536)[0]) == limit


@pytest.mark.needs("unix sockets")
def test_a_unix_datagram_that_is_too_large_names_the_limit(unix_server):
    with DatagramSocket.connect(unix_server.endpoint, ClientOptions()) as client:
        with pytest.raises(SocketError, match=r"at most (\d+) fit") as caught:
            client.send(bytes(10_000_000))
        limit = int(str(caught.value).partition("at most ")[2].partition(" ")[0])

        with pytest.raises(SocketError):
            client.send(bytes(limit + 1))
        client.send(bytes(limit))
        assert len(unix_server.receive(limit)[0]) == limit


def unheard(port, news_of):
    """Send to a port that nobody has and return what is told of it next."""
    wanted = Endpoint(Transport.UDP, "127.0.0.1", port)
    with DatagramSocket.connect(wanted, ClientOptions()) as client:
        client.send(b"anybody there?")
        error = news_of(client)
        assert "port is unreachable" in str(error)
        with DatagramSocket.bind(wanted, ServerOptions()) as server:
            client.send(b"and now?")
            assert server.receive(100)[0] == b"and now?"
    return error


@pytest.mark.needs("icmp errors")
def test_an_unreachable_port_is_told_by_receive_and_the_socket_works_on(free_port):
    def receive(client):
        with pytest.raises(SocketError) as caught:
            client.receive(10)
        return caught.value

    error = unheard(free_port(socket.SOCK_DGRAM), receive)

    assert (error.errno_name, error.is_transient) == ("ECONNREFUSED", True)
    assert error.action is Action.RECEIVE


@pytest.mark.needs("icmp errors")
def test_an_unreachable_port_is_told_by_the_next_send_and_the_socket_works_on(free_port):
    def send(client):
        client.send(b"hello?")
        news, client.earlier_error = client.earlier_error, None
        # Of that one it is told as well.
        with pytest.raises(SocketError):
            client.receive(10)
        return news

    error = unheard(free_port(socket.SOCK_DGRAM), send)

    assert (error.errno_name, error.is_transient) == ("ECONNREFUSED", True)
    assert error.action is Action.SEND


@pytest.mark.parametrize(
    ("number", "action", "is_transient"),
    [
        (errno.ECONNREFUSED, Action.RECEIVE, True),
        (errno.ECONNRESET, Action.RECEIVE, True),
        (errno.EHOSTUNREACH, Action.RECEIVE, True),
        (errno.EBADF, Action.RECEIVE, False),
        (errno.ENOMEM, Action.RECEIVE, False),
        (errno.EPERM, Action.SEND, True),
        (errno.ENOBUFS, Action.SEND, True),
        (errno.EBADF, Action.SEND, False),
    ],
)
def test_which_failures_the_socket_survives(number, action, is_transient):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        error = explain_datagram(OSError(number, os.strerror(number)), action, "there:9", sock)

    assert error.is_transient is is_transient
    assert (error.action, error.endpoint) == (action, "there:9")


@pytest.mark.parametrize(("family", "limit"), [(socket.AF_INET, 65_507), (socket.AF_INET6, 65_527)])
def test_the_limit_of_udp(family, limit):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        assert datagram_limit(sock) == limit
