import contextlib
import os
import socket
import threading

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Interrupted, SocketError, TooManyFilesError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector, _is_connected_to_itself
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions, ServerOptions

LOCAL = Endpoint(Transport.TCP, "127.0.0.1")


def tcp(host, port):
    return Endpoint(Transport.TCP, host, port)


def both_versions(_host, port, **_options):
    """Look a name up that has an IPv6 address and an IPv4 one."""
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
    ]


@pytest.fixture
def full_listener(stream_endpoint):
    """A listener whose backlog is full: whoever connects now has to wait."""
    with Listener.open(stream_endpoint, ServerOptions(backlog=0)) as listener:
        waiting = []
        while True:
            options = ClientOptions(connect_timeout=0.2)
            try:
                waiting.append(Connector(listener.endpoint, options).connect())
            except SocketError:
                break
        yield listener
        for stream in waiting:
            stream.close()


def test_the_socket_is_blocking_once_connected(pair, start):
    ours, theirs = pair
    receiving = start(lambda: ours.receive(10))
    receiving.wait_until_blocked()
    theirs.send(b"late")

    assert receiving.result() == b"late"


def test_every_address_of_a_name_is_tried():
    with Listener.open(LOCAL, ServerOptions()) as listener:
        wanted = tcp("both", listener.endpoint.port)
        connector = Connector(wanted, ClientOptions(), NameLookup(both_versions))
        with connector.connect() as ours, listener.accept():
            assert ours.peer == f"127.0.0.1:{listener.endpoint.port}"


def test_localhost_is_found():
    with (
        Listener.open(LOCAL, ServerOptions()) as listener,
        Connector(tcp("localhost", listener.endpoint.port), ClientOptions()).connect(),
        listener.accept(),
    ):
        pass


def test_when_nobody_listens_the_connection_is_refused(free_port):
    wanted = tcp("127.0.0.1", free_port())

    with pytest.raises(SocketError, match="Nothing listens at tcp://127") as caught:
        Connector(wanted, ClientOptions()).connect()

    assert (caught.value.errno_name, caught.value.endpoint) == ("ECONNREFUSED", str(wanted))


def test_when_no_address_answers_all_are_named(free_port):
    port = free_port()

    with pytest.raises(SocketError) as caught:
        Connector(tcp("both", port), ClientOptions(), NameLookup(both_versions)).connect()

    assert f"Tried: 127.0.0.1:{port}, [::1]:{port}." in str(caught.value)


def test_a_connection_to_its_own_port_counts_as_refused(free_port):
    # TCP lets a socket connect to itself when nobody listens (simultaneous open).
    port = free_port()

    with pytest.raises(SocketError) as caught:
        Connector(tcp("127.0.0.1", port), ClientOptions(local_port=port)).connect()

    assert caught.value.errno_name == "ECONNREFUSED"


def test_a_full_backlog_ends_in_a_timeout(full_listener):
    connector = Connector(full_listener.endpoint, ClientOptions(connect_timeout=0.1))

    with pytest.raises(SocketError, match="did not answer in time") as caught:
        connector.connect()

    assert caught.value.errno_name == "ETIMEDOUT"


def test_a_full_backlog_that_is_emptied_in_time_lets_the_client_in(full_listener, start):
    connecting = start(Connector(full_listener.endpoint, ClientOptions()).connect)
    connecting.wait_until_blocked()

    full_listener.accept().close()
    full_listener.accept().close()

    connecting.result().close()


def test_cancel_ends_a_connect_at_once(full_listener, start):
    connector = Connector(full_listener.endpoint, ClientOptions(connect_timeout=3600))
    connecting = start(connector.connect)
    connecting.wait_until_blocked()

    connector.cancel()

    with pytest.raises(Interrupted):
        connecting.result()


def test_a_cancel_that_races_with_connect_is_never_lost(full_listener, start):
    for _ in range(100):
        connector = Connector(full_listener.endpoint, ClientOptions(connect_timeout=3600))
        connecting = start(connector.connect)
        connector.cancel()
        with pytest.raises(Interrupted):
            connecting.result()


def test_a_cancel_that_races_with_success_leaves_nothing_open(listener, start):
    for _ in range(100):
        connector = Connector(listener.endpoint, ClientOptions())
        connecting = start(connector.connect)
        connector.cancel()
        # Either is right; that no socket is left is seen to by `nothing_left`.
        with contextlib.suppress(Interrupted):
            connecting.result().close()


def test_cancel_before_connect(listener):
    connector = Connector(listener.endpoint, ClientOptions())
    connector.cancel()

    with pytest.raises(Interrupted):
        connector.connect()


def test_cancel_does_not_wait_for_a_name_server(start):
    released, asked = threading.Event(), threading.Event()

    def silent(host, *_arguments, flags, **_options):
        if flags & socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "a name")
        asked.set()
        released.wait(20)
        return []

    connector = Connector(tcp("slow.example", 80), ClientOptions(), NameLookup(silent))
    connecting = start(connector.connect)
    assert asked.wait(20)

    connector.cancel()

    with pytest.raises(Interrupted):
        connecting.result()
    released.set()


def test_an_unknown_host():
    with pytest.raises(SocketError, match="no-such-host") as caught:
        Connector(tcp("no-such-host.invalid", 80), ClientOptions()).connect()

    assert caught.value.errno_name in ("EAI_NONAME", "EAI_AGAIN", "EAI_NODATA")


def test_a_connector_may_be_used_again_after_a_failure(free_port):
    port = free_port()
    connector = Connector(tcp("127.0.0.1", port), ClientOptions())
    with pytest.raises(SocketError):
        connector.connect()

    with (
        Listener.open(tcp("127.0.0.1", port), ServerOptions()) as listener,
        connector.connect(),
        listener.accept(),
    ):
        pass


def test_local_host_and_port_are_what_the_server_sees(free_port):
    port = free_port(hosts=["127.0.0.9"])
    options = ClientOptions(local_host="127.0.0.9", local_port=port)

    with (
        Listener.open(LOCAL, ServerOptions()) as listener,
        Connector(listener.endpoint, options).connect() as ours,
        listener.accept() as theirs,
    ):
        assert ours.local == theirs.peer == f"127.0.0.9:{port}"


@pytest.mark.needs("resets")
def test_a_reset_right_after_the_connection_is_told_as_such(start):
    def connect_and_receive(endpoint):
        with Connector(endpoint, ClientOptions()).connect() as ours:
            return ours.receive(10)

    with Listener.open(LOCAL, ServerOptions()) as listener:
        for _ in range(20):
            resetting = start(lambda: listener.accept().reset())
            with pytest.raises(SocketError) as caught:
                connect_and_receive(listener.endpoint)
            resetting.result()
            assert caught.value.errno_name == "ECONNRESET"


@pytest.mark.needs("unix sockets")
def test_a_path_that_is_not_there(unix_endpoint):
    with pytest.raises(SocketError, match="no socket at") as caught:
        Connector(unix_endpoint, ClientOptions()).connect()

    assert caught.value.errno_name == "ENOENT"


def test_a_path_whose_server_has_died(unix_endpoint):
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(unix_endpoint.path)

    with pytest.raises(SocketError, match="the program that made it has ended"):
        Connector(unix_endpoint, ClientOptions()).connect()


def test_a_path_of_the_other_kind(unix_endpoint):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.bind(unix_endpoint.path)
        with pytest.raises(SocketError, match="of the other kind") as caught:
            Connector(unix_endpoint, ClientOptions()).connect()

    assert caught.value.errno_name == "EPROTOTYPE"


@pytest.mark.needs("unix sockets")
def test_a_path_that_is_too_long():
    wanted = Endpoint(Transport.UNIX_STREAM, path="/" + "x" * 200)

    with pytest.raises(SocketError, match="201 bytes"):
        Connector(wanted, ClientOptions()).connect()


def test_without_a_free_descriptor(no_descriptors):
    with pytest.raises(TooManyFilesError):
        Connector(tcp("127.0.0.1", 9), ClientOptions()).connect()


def test_with_two_free_descriptors_that_waiting_takes():
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY) for _ in range(3)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(taken) + 1, hard))
    with contextlib.suppress(OSError):
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    for descriptor in taken[-2:]:
        os.close(descriptor)

    with pytest.raises(TooManyFilesError):
        Connector(tcp("127.0.0.1", 9), ClientOptions()).connect()

    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    for descriptor in taken[:-2]:
        os.close(descriptor)


def test_a_connection_that_is_already_reset_is_not_one_to_itself():
    with socket.socket() as unconnected:
        assert not _is_connected_to_itself(unconnected)
