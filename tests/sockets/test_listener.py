import contextlib
import errno
import os
import socket
import struct
from pathlib import Path

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions, ServerOptions

pytestmark = pytest.mark.usefixtures("each_way_of_waking")

LOCAL = Endpoint(Transport.TCP, "127.0.0.1")
SOMAXCONN = Path("/proc/sys/net/core/somaxconn")


def connect(endpoint):
    return Connector(endpoint, ClientOptions()).connect()


def raw_connection(endpoint):
    return socket.create_connection((endpoint.host, endpoint.port))


def test_connections_are_accepted_in_order(listener):
    with connect(listener.endpoint) as first, connect(listener.endpoint) as second:
        first.send(b"1")
        second.send(b"2")
        with listener.accept() as one, listener.accept() as two:
            assert (one.receive(10), two.receive(10)) == (b"1", b"2")


def test_port_0_shows_the_port_that_was_given():
    with Listener.open(LOCAL, ServerOptions()) as listener:
        assert listener.endpoint.host == "127.0.0.1"
        assert listener.endpoint.port > 0
        with raw_connection(listener.endpoint) as client, listener.accept() as stream:
            assert stream.local.endswith(f":{listener.endpoint.port}")
            assert client.getpeername()[1] == listener.endpoint.port


def test_a_name_is_bound_to_its_ipv4_address_where_it_has_both():
    def look_up(_host, port, **_options):
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]

    wanted = Endpoint(Transport.TCP, "both")
    with Listener.open(wanted, ServerOptions(), NameLookup(look_up)) as listener:
        assert listener.endpoint.host == "127.0.0.1"


def test_the_port_of_a_listener_is_in_use_and_the_error_names_this_program(stream_endpoint):
    with (
        Listener.open(stream_endpoint, ServerOptions()) as listener,
        pytest.raises(SocketError, match="already in use by") as caught,
    ):
        Listener.open(listener.endpoint, ServerOptions())

    assert caught.value.errno_name == "EADDRINUSE"
    assert caught.value.endpoint == str(listener.endpoint)


def test_every_ipv4_and_every_ipv6_address_share_a_port(free_port):
    port = free_port(hosts=["0.0.0.0", "::"])
    with (
        Listener.open(Endpoint(Transport.TCP, "0.0.0.0", port), ServerOptions()) as ipv4,
        Listener.open(Endpoint(Transport.TCP, "::", port), ServerOptions()) as ipv6,
    ):
        assert ipv4.endpoint.port == ipv6.endpoint.port
        assert ipv6.endpoint.host == "::"


@pytest.mark.needs("shared addresses")
@pytest.mark.parametrize("reuse", [True, False])
def test_a_port_with_connections_in_time_wait_can_be_had_only_by_reuse(reuse):
    options = ServerOptions(reuse_address=reuse)
    with Listener.open(LOCAL, options) as listener, raw_connection(listener.endpoint) as client:
        listener.accept().close()  # Who closes first keeps the connection in TIME_WAIT.
        assert client.recv(1) == b""
    if reuse:
        with Listener.open(listener.endpoint, options) as again:
            assert again.endpoint == listener.endpoint
    else:
        with pytest.raises(SocketError, match="TIME_WAIT"):
            Listener.open(listener.endpoint, options)


def test_an_address_of_another_computer_cannot_be_listened_on():
    with pytest.raises(SocketError, match="not an address of this computer") as caught:
        Listener.open(Endpoint(Transport.TCP, "192.0.2.1"), ServerOptions())

    assert caught.value.errno_name == "EADDRNOTAVAIL"


def test_interrupt_wakes_a_blocked_accept(listener, start):
    accepting = start(listener.accept)
    accepting.wait_until_blocked()

    listener.interrupt()

    with pytest.raises(Interrupted):
        accepting.result()
    with pytest.raises(Interrupted):
        listener.accept()


def test_an_interrupt_that_races_with_accept_is_never_lost(stream_endpoint, start):
    for _ in range(100):
        with Listener.open(stream_endpoint, ServerOptions()) as listener:
            accepting = start(listener.accept)
            listener.interrupt()
            with pytest.raises(Interrupted):
                accepting.result()


def test_no_descriptor_is_left_when_connections_come_while_it_is_interrupted(listener, start):
    # What is left fails the test, in the fixture `nothing_left`.
    def accept_all():
        with contextlib.suppress(Interrupted):
            while True:
                listener.accept().close()

    def connect_all():
        with contextlib.suppress(SocketError):
            while True:
                connect(listener.endpoint).close()

    accepting, connecting = start(accept_all), start(connect_all)
    for _ in range(20):
        connect(listener.endpoint).close()

    listener.interrupt()
    accepting.result()
    listener.close()
    connecting.result()


def test_close_may_be_repeated_and_ends_accept(listener):
    listener.close()
    listener.close()
    listener.interrupt()

    with pytest.raises(Interrupted):
        listener.accept()


@pytest.mark.skipif(not SOMAXCONN.exists(), reason="another system's limit is not known")
@pytest.mark.parametrize(
    "transport",
    [
        Transport.TCP,
        pytest.param(Transport.UNIX_STREAM, marks=pytest.mark.needs("unix sockets")),
    ],
)
def test_a_burst_is_queued_as_far_as_the_system_allows(folder, transport):
    """Nobody accepts: a connection that finds no place in the queue comes to nothing."""
    wanted = Endpoint(transport, path=f"{folder}/l") if transport.is_unix else LOCAL
    count = min(int(SOMAXCONN.read_text()), 300)
    with Listener.open(wanted, ServerOptions()) as listener, contextlib.ExitStack() as clients:
        for _ in range(count):
            client = socket.socket(
                socket.AF_UNIX if transport.is_unix else socket.AF_INET, socket.SOCK_STREAM
            )
            clients.enter_context(client).settimeout(5)
            where = listener.endpoint
            client.connect(where.path or (where.host, where.port))


def test_a_thousand_clients_that_connect_and_leave_at_once_are_all_accepted(start):
    with Listener.open(LOCAL, ServerOptions(backlog=1000)) as listener:

        def come_and_go():
            for _ in range(50):
                raw_connection(listener.endpoint).close()

        def serve():
            for _ in range(1000):
                with listener.accept() as stream:
                    assert stream.receive(10) == b""
            return 1000

        serving = start(serve)
        visitors = [start(come_and_go) for _ in range(20)]
        for visitor in visitors:
            visitor.result()
        assert serving.result() == 1000


@pytest.mark.needs("resets")
def test_a_connection_that_was_reset_in_the_backlog_harms_no_other():
    with Listener.open(LOCAL, ServerOptions()) as listener:
        dead = raw_connection(listener.endpoint)
        dead.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        dead.close()
        with raw_connection(listener.endpoint), listener.accept() as first:
            with pytest.raises(SocketError) as caught:
                first.receive(10)
            with listener.accept() as second:
                assert second.receive_pending(10) is None
    assert caught.value.errno_name == "ECONNRESET"


class Troubled(socket.socket):
    """A listening socket whose system reports troubles that cannot be caused at will."""

    troubles: list[int]

    def accept(self):
        if self.troubles:
            number = self.troubles.pop()
            raise OSError(number, os.strerror(number))
        return super().accept()


@pytest.fixture
def troubled(with_shutdown):
    sock = Troubled()
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    endpoint = Endpoint(Transport.TCP, *sock.getsockname())
    with Listener(sock, endpoint) as listener:
        yield sock, listener


def test_accept_goes_on_after_a_connection_that_was_aborted(troubled):
    sock, listener = troubled
    sock.troubles = [errno.ECONNABORTED, errno.EPROTO, errno.EHOSTUNREACH, errno.EPERM]

    with raw_connection(listener.endpoint) as client, listener.accept() as stream:
        client.sendall(b"alive")
        assert stream.receive(10) == b"alive"
    assert sock.troubles == []


def test_a_broken_listener_says_so(troubled):
    sock, listener = troubled
    sock.troubles = [errno.EFAULT]

    with pytest.raises(SocketError) as caught:
        listener.accept()

    assert caught.value.errno_name == "EFAULT"
    assert caught.value.endpoint == str(listener.endpoint)


IMPORTS = """
    import os, resource, socket
    from socket_workbench.sockets.addresses.endpoint import parse_endpoint
    from socket_workbench.sockets.failures.errors import TooManyFilesError
    from socket_workbench.sockets.listener import Listener
    from socket_workbench.sockets.options import ServerOptions
"""
WITHOUT_FILES = """
    with Listener.open(parse_endpoint("tcp://127.0.0.1:0"), ServerOptions()) as listener:
        client = socket.create_connection((listener.endpoint.host, listener.endpoint.port))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        taken = []
        while True:
            try:
                taken.append(os.open("/dev/null", os.O_RDONLY))
            except OSError:
                break
        for _ in range(2):
            try:
                listener.accept()
            except TooManyFilesError as error:
                print(error.errno_name, error)
        os.close(taken.pop())
        with listener.accept() as stream:
            client.sendall(b"served after all")
            print(stream.receive(100).decode())
    client.close()
"""


@pytest.mark.needs("resource limits")
def test_without_a_free_descriptor_accept_says_so_and_can_be_tried_again(run_python):
    done = run_python(IMPORTS, WITHOUT_FILES)

    lines = done.stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines[:2]] == ["EMFILE", "EMFILE"]
    assert "Too many files and connections are open" in lines[0]
    assert lines[2] == "served after all"


def test_a_unix_listener_makes_its_file_and_removes_it(unix_endpoint):
    path = Path(unix_endpoint.path)
    with Listener.open(unix_endpoint, ServerOptions()) as listener:
        assert path.is_socket()
        assert listener.endpoint == unix_endpoint

    assert not path.exists()


@pytest.mark.needs("unix sockets")
def test_a_unix_path_that_is_too_long_is_refused_with_the_limit():
    wanted = Endpoint(Transport.UNIX_STREAM, path="/tmp/" + "x" * 120)

    with pytest.raises(
        SocketError, match=f"has 125 bytes.*may have {system.MAX_UNIX_PATH}"
    ) as caught:
        Listener.open(wanted, ServerOptions())

    assert caught.value.errno_name == "ENAMETOOLONG"
