import socket
import stat
from pathlib import Path

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import SocketError, TooManyFilesError
from socket_workbench.sockets.opening.datagram_opening import (
    open_udp_client,
    open_udp_server,
    open_unix_client,
    open_unix_server,
)
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ClientOptions, ServerOptions


def udp(host, port=0):
    return Endpoint(Transport.UDP, host, port)


def both_versions(_host, port, **_options):
    return [
        (socket.AF_INET6, socket.SOCK_DGRAM, 17, "", ("::1", port, 0, 0)),
        (socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("127.0.0.1", port)),
    ]


@pytest.fixture
def path_endpoint(folder):
    return Endpoint(Transport.UNIX_DATAGRAM, path=f"{folder}/o.sock")


def test_a_udp_server_asks_for_a_large_buffer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        usual = plain.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * 1024 * 1024)
        wanted = plain.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)

    with open_udp_server(udp("127.0.0.1"), ServerOptions(), NameLookup()) as sock:
        given = sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)

    assert given == wanted >= usual


def test_a_udp_server_takes_no_port_from_another():
    with open_udp_server(udp("127.0.0.1"), ServerOptions(), NameLookup()) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(SocketError):
            open_udp_server(udp("127.0.0.1", port), ServerOptions(), NameLookup())


def test_a_udp_client_prefers_ipv4_as_servers_do():
    sock, target = open_udp_client(udp("both", 9), ClientOptions(), NameLookup(both_versions))
    with sock:
        assert target.address == ("127.0.0.1", 9)
        assert sock.getpeername() == ("127.0.0.1", 9)


def test_a_udp_client_takes_the_version_of_its_local_address():
    sock, target = open_udp_client(
        udp("both", 9), ClientOptions(local_host="::1"), only_the_name_has_both()
    )
    with sock:
        assert target.address == ("::1", 9, 0, 0)
        assert sock.getsockname()[0] == "::1"


def only_the_name_has_both():
    def look_up(host, port, **options):
        if host == b"both":
            return both_versions(host, port)
        return socket.getaddrinfo(host, port, **options)

    return NameLookup(look_up)


@pytest.mark.needs("owners of ports")
def test_a_udp_client_whose_local_port_is_taken_says_so():
    with open_udp_server(udp("127.0.0.1"), ServerOptions(), NameLookup()) as sock:
        options = ClientOptions(local_host="127.0.0.1", local_port=sock.getsockname()[1])
        with pytest.raises(SocketError, match="already in use by this program") as caught:
            open_udp_client(udp("127.0.0.1", 9), options, NameLookup())

    assert caught.value.endpoint == f"udp://127.0.0.1:{options.local_port}"


def test_broadcast_is_not_allowed():
    with pytest.raises(SocketError, match="broadcast") as caught:
        open_udp_client(udp("255.255.255.255", 9), ClientOptions(), NameLookup())

    assert caught.value.errno_name == "EACCES"


@pytest.mark.needs("unix sockets")
def test_a_unix_server_removes_its_file(path_endpoint):
    sock, path = open_unix_server(path_endpoint)
    with sock:
        assert Path(path_endpoint.path).is_socket()
        path.remove()

    assert not Path(path_endpoint.path).exists()


@pytest.mark.needs("unix sockets")
def test_a_unix_server_whose_folder_is_missing(folder):
    with pytest.raises(SocketError, match="does not exist") as caught:
        open_unix_server(Endpoint(Transport.UNIX_DATAGRAM, path=f"{folder}/no/such.sock"))

    assert caught.value.errno_name == "ENOENT"


@pytest.mark.needs("unix sockets")
def test_a_unix_client_can_be_answered_by_servers_of_other_users(path_endpoint):
    server, server_path = open_unix_server(path_endpoint)
    client, client_path = open_unix_client(path_endpoint)
    with server, client:
        client.send(b"question")
        _, sender = server.recvfrom(10)
        server.sendto(b"answer", sender)

        assert client.recv(10) == b"answer"
        assert stat.S_IMODE(Path(sender).stat().st_mode) & 0o222 == 0o222
        assert stat.S_IMODE(Path(sender).parent.stat().st_mode) == 0o711
        client_path.remove()
        server_path.remove()


@pytest.mark.needs("unix sockets")
def test_a_unix_client_takes_nothing_from_strangers(path_endpoint):
    server, server_path = open_unix_server(path_endpoint)
    client, client_path = open_unix_client(path_endpoint)
    with server, client, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:
        with pytest.raises(PermissionError):
            stranger.sendto(b"psst", client.getsockname())
        client_path.remove()
        server_path.remove()


@pytest.mark.needs("unix sockets")
def test_a_unix_client_without_a_folder_for_temporary_files_says_so(path_endpoint, monkeypatch):
    server, server_path = open_unix_server(path_endpoint)
    monkeypatch.setattr("tempfile.tempdir", f"{path_endpoint.path}.none")
    with server, pytest.raises(SocketError, match="Set TMPDIR") as caught:
        open_unix_client(path_endpoint)
    server_path.remove()

    assert caught.value.errno_name == "ENOENT"


def test_a_udp_client_needs_a_port():
    with pytest.raises(SocketError, match="at port 0") as caught:
        open_udp_client(udp("127.0.0.1", 0), ClientOptions(), NameLookup())

    assert caught.value.errno_name == "EADDRNOTAVAIL"


@pytest.mark.needs("unix sockets")
def test_a_unix_client_without_a_server_leaves_nothing_behind(path_endpoint):
    with pytest.raises(SocketError, match="no socket at"):
        open_unix_client(path_endpoint)


def test_without_a_free_descriptor(no_descriptors, path_endpoint):
    with pytest.raises(TooManyFilesError):
        open_udp_client(udp("127.0.0.1", 9), ClientOptions(), NameLookup())
    with pytest.raises(TooManyFilesError):
        open_udp_server(udp("127.0.0.1"), ServerOptions(), NameLookup())
    with pytest.raises(TooManyFilesError):
        open_unix_client(path_endpoint)
    with pytest.raises(TooManyFilesError):
        open_unix_server(path_endpoint)
