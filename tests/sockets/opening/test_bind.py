import errno
import socket
from pathlib import Path

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Action, Interrupted, SocketError
from socket_workbench.sockets.opening.bind import bind_local, bind_server
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def tcp(host="127.0.0.1", port=0):
    return Endpoint(Transport.TCP, host, port)


def names(*hosts):
    """Return a lookup that knows one name, of these hosts."""

    def look_up(_host, port, **options):
        return [socket.getaddrinfo(host, port, **options)[0] for host in hosts]

    return NameLookup(look_up)


def test_a_tcp_server_listens():
    with bind_server(tcp(), ServerOptions(), NameLookup()) as sock:
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
        assert sock.gettimeout() is None


def test_a_udp_server_is_bound():
    wanted = Endpoint(Transport.UDP, "127.0.0.1")
    with bind_server(wanted, ServerOptions(), NameLookup()) as sock:
        assert sock.type == socket.SOCK_DGRAM
        assert sock.getsockname()[1] > 0


@pytest.mark.needs("shared addresses")
@pytest.mark.parametrize("reuse", [True, False])
def test_reuse_of_the_address_is_for_tcp_and_as_wished(reuse):
    options = ServerOptions(reuse_address=reuse)
    with (
        bind_server(tcp(), options, NameLookup()) as stream,
        bind_server(Endpoint(Transport.UDP, "127.0.0.1"), options, NameLookup()) as datagram,
    ):
        values = [
            bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
            for sock in (stream, datagram)
        ]
    assert values == [reuse, False]


@pytest.mark.parametrize("host", ["224.0.0.1", "239.1.2.3", "255.255.255.255", "ff02::1"])
def test_nobody_listens_at_an_address_of_several_computers(host):
    with pytest.raises(SocketError, match="stands for several computers") as caught:
        bind_server(tcp(host), ServerOptions(), NameLookup())
    assert "Send datagrams there: udp://" in str(caught.value)


def test_ipv6_servers_take_ipv6_only():
    with bind_server(tcp("::"), ServerOptions(), NameLookup()) as sock:
        assert sock.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) == 1


def test_an_address_that_is_not_here_is_passed_over():
    with bind_server(tcp("two"), ServerOptions(), names("192.0.2.1", "127.0.0.1")) as sock:
        assert sock.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_not_sought_at_the_next_address():
    with bind_server(tcp(), ServerOptions(), NameLookup()) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(SocketError, match=f"Port {port} is already in use"):
            bind_server(tcp("two", port), ServerOptions(), names("127.0.0.1", "::1"))


@pytest.mark.needs("addresses checked")
@pytest.mark.parametrize(
    ("transport", "action"), [(Transport.TCP, Action.LISTEN), (Transport.UDP, Action.BIND)]
)
def test_the_error_says_what_was_tried(transport, action):
    with pytest.raises(SocketError) as caught:
        bind_server(Endpoint(transport, "192.0.2.1", 80), ServerOptions(), NameLookup())

    assert caught.value.action is action
    assert caught.value.endpoint == f"{transport.value}://192.0.2.1:80"


def test_a_cancelled_lookup_interrupts():
    lookup = NameLookup()
    lookup.cancel()

    with pytest.raises(Interrupted):
        bind_server(tcp("localhost"), ServerOptions(), lookup)


IMPORTS = """
    from socket_workbench.sockets.opening.bind import bind_server
    from socket_workbench.sockets.addresses.endpoint import parse_endpoint
    from socket_workbench.sockets.failures.errors import SocketError
    from socket_workbench.sockets.options import ServerOptions
    from socket_workbench.sockets.opening.resolve import NameLookup
    ServerOptions()  # its defaults are read when they are first needed
"""
PRIVILEGED = """
    try:
        bind_server(parse_endpoint("tcp://127.0.0.1:80"), ServerOptions(), NameLookup())
    except SocketError as error:
        print(error.errno_name, error)
"""
FIRST_FREE = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")


@pytest.mark.needs("ports of administrators")
@pytest.mark.skipif(
    not FIRST_FREE.exists() or int(FIRST_FREE.read_text()) <= 80,
    reason="this system lets everybody use port 80",
)
def test_a_privileged_port_is_refused_to_an_ordinary_user(run_python):
    done = run_python(IMPORTS, PRIVILEGED, as_ordinary_user=True)

    assert done.stdout.startswith("EACCES Port 80 is kept for the administrator"), done.stderr


@pytest.fixture
def sock():
    with socket.socket() as unbound:
        yield unbound


def bind(sock, transport=Transport.TCP, **options):
    bind_local(sock, transport, ClientOptions(**options), NameLookup())


def test_without_a_wish_nothing_is_bound(sock):
    bind(sock)

    try:
        assert sock.getsockname() == ("0.0.0.0", 0)
    except OSError as error:  # as Windows says it
        assert error.errno == errno.EINVAL  # noqa: PT017 - either is right


def test_a_host_alone_takes_any_port(sock):
    bind(sock, local_host="127.0.0.1")

    host, port = sock.getsockname()
    assert host == "127.0.0.1"
    assert port > 0


def test_a_port_alone_takes_every_address(sock, free_port):
    port = free_port(hosts=["0.0.0.0"])

    bind(sock, local_port=port)

    assert sock.getsockname() == ("0.0.0.0", port)


def test_a_port_alone_works_for_ipv6(free_port):
    with socket.socket(socket.AF_INET6) as ipv6:
        port = free_port(hosts=["::"])
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


@pytest.mark.needs("owners of ports")
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


@pytest.mark.needs("shared addresses")
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


def test_a_cancelled_lookup_of_the_local_host_interrupts(sock):
    lookup = NameLookup()
    lookup.cancel()

    with pytest.raises(Interrupted):
        bind_local(sock, Transport.TCP, ClientOptions(local_host="localhost"), lookup)
