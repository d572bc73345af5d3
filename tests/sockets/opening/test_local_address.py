import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Transport
from socket_workbench.sockets.failures.errors import Action, Interrupted, SocketError
from socket_workbench.sockets.opening.local_address import bind_local
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions


@pytest.fixture
def sock():
    with socket.socket() as unbound:
        yield unbound


def bind(sock, transport=Transport.TCP, **options):
    bind_local(sock, transport, ClientOptions(**options), NameLookup())


def test_without_a_wish_nothing_is_bound(sock):
    bind(sock)

    assert sock.getsockname() == ("0.0.0.0", 0)


def test_a_host_alone_takes_any_port(sock):
    bind(sock, local_host="127.0.0.1")

    host, port = sock.getsockname()
    assert host == "127.0.0.1"
    assert port > 0


def test_a_port_alone_takes_every_address(sock, free_port):
    port = free_port(host="0.0.0.0")

    bind(sock, local_port=port)

    assert sock.getsockname() == ("0.0.0.0", port)


def test_a_port_alone_works_for_ipv6(free_port):
    with socket.socket(socket.AF_INET6) as ipv6:
        port = free_port(host="0.0.0.0")
        bind(ipv6, local_port=port)

        assert ipv6.getsockname()[:2] == ("::", port)


def test_an_address_of_another_computer_is_refused(sock):
    with pytest.raises(SocketError, match="not an address of this computer") as caught:
        bind(sock, local_host="192.0.2.1")

    assert caught.value.endpoint == "tcp://192.0.2.1:0"
    assert caught.value.action is Action.BIND_LOCAL


def test_an_address_of_the_other_ip_version_is_refused(sock):
    with pytest.raises(SocketError, match="one is IPv4 and the other IPv6") as caught:
        bind(sock, local_host="::1")

    assert caught.value.errno_name == "EAFNOSUPPORT"


def test_a_port_in_use_names_its_owner(sock):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(SocketError, match="in use by this program itself"):
            bind(sock, local_host="127.0.0.1", local_port=port)


def in_time_wait():
    """Return a local port whose last connection its client, which had reuse set, closed first."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        bind(client, local_host="127.0.0.1", reuse_address=True)
        client.connect(server.getsockname())
        port = client.getsockname()[1]
        with server.accept()[0] as accepted:
            client.close()
            accepted.recv(1)
    return port


def test_a_port_in_time_wait_is_had_by_reuse_only(sock):
    port = in_time_wait()
    with pytest.raises(SocketError, match="TIME_WAIT"):
        bind(sock, local_host="127.0.0.1", local_port=port)

    bind(sock, local_host="127.0.0.1", local_port=port, reuse_address=True)

    assert sock.getsockname()[1] == port


def test_udp_takes_no_port_from_another_though_reuse_is_wished():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as first,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as second,
    ):
        bind(first, Transport.UDP, local_host="127.0.0.1", reuse_address=True)
        port = first.getsockname()[1]
        with pytest.raises(SocketError, match="already in use"):
            bind(second, Transport.UDP, local_port=port, reuse_address=True)


def test_a_cancelled_lookup_interrupts(sock):
    lookup = NameLookup()
    lookup.cancel()

    with pytest.raises(Interrupted):
        bind_local(sock, Transport.TCP, ClientOptions(local_host="localhost"), lookup)
