import errno
import os
import socket

import pytest

from socket_workbench.sockets.kernel import reading
from socket_workbench.sockets.kernel.inet_diag import InetSockets, Ports
from socket_workbench.sockets.kernel.netlink import ListChangedError
from socket_workbench.sockets.kernel.reading import SocketReader, Wanted, Way
from socket_workbench.sockets.kernel.tcp_states import TcpState


def state_of(found, sock):
    # The system uses a port for connections to several peers.
    ends = [f"{host}:{port}" for host, port in (sock.getsockname()[:2], sock.getpeername()[:2])]
    (one,) = [each for each in found.sockets if [each.local, each.peer] == ends]
    return one.state


def wanted_of(sock):
    port = frozenset([sock.getsockname()[1]])
    return Wanted(Ports(port, port))


def refuse(*words, **more):
    raise OSError(errno.EPERM, "no")


@pytest.mark.needs("sock_diag")
def test_where_netlink_is_refused_the_next_way_is_taken_and_stays(monkeypatch, tcp_pair):
    one, other = tcp_pair
    wanted = wanted_of(other)
    reader = SocketReader()
    ways = [reader.read(wanted)]
    for broken in ("SockDiag", "proc_sockets"):
        with monkeypatch.context() as patched:
            patched.setattr(reading, broken, refuse)
            ways.append(reader.read(wanted))
    assert [each.way for each in ways] == [Way.NETLINK, Way.PROC, Way.PSUTIL]
    assert {state_of(each, one) for each in ways} == {TcpState.ESTABLISHED}
    assert all(each.is_complete for each in ways)
    monkeypatch.setattr(reading, "psutil_sockets", refuse)

    assert reader.read(wanted) == ([], False, Way.NONE)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_than_linux_are_asked_through_psutil_alone(monkeypatch, system):
    def fail(*words):
        raise AssertionError("Linux alone has it")

    monkeypatch.setattr(reading, "SockDiag", fail)
    monkeypatch.setattr(reading, "proc_sockets", fail)  # which are there under Wine
    monkeypatch.setattr(reading, "psutil_sockets", lambda protocol: iter(()))
    with monkeypatch.context() as patched:
        patched.setattr("sys.platform", system)
        reader = SocketReader()

    assert reader.read(Wanted(Ports(frozenset([1])))) == ([], True, Way.PSUTIL)


@pytest.mark.needs("sock_diag")
def test_a_list_that_changed_is_incomplete_but_asked_again(monkeypatch, tcp_pair):
    _, other = tcp_pair
    reader = SocketReader()

    def change(*words):
        yield from ()
        raise ListChangedError

    with monkeypatch.context() as patched:
        patched.setattr(InetSockets, "list", change)
        assert reader.read(Wanted(Ports(frozenset([1])))) == ([], False, Way.NETLINK)

    assert reader.read(wanted_of(other)).sockets


@pytest.mark.needs("sock_diag")
def test_nothing_is_asked_that_is_not_wanted(monkeypatch):
    monkeypatch.setattr(InetSockets, "list", refuse)
    monkeypatch.setattr(reading, "unix_sockets", refuse)

    assert SocketReader().read(Wanted()) == ([], True, Way.NETLINK)


@pytest.mark.needs("sock_diag")
def test_unix_sockets_are_found_by_their_files(tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        inode = os.fstat(server.fileno()).st_ino
        found = SocketReader().read(Wanted(inodes=frozenset([inode])))

    assert [each.state for each in found.sockets] == [TcpState.LISTEN]


@pytest.mark.needs("sock_diag")
@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM])
def test_a_way_that_lacks_room_for_a_moment_is_asked_again(monkeypatch, tcp_pair, number):
    _, other = tcp_pair
    reader = SocketReader()

    def lack(*words):
        raise OSError(number, "no room")

    with monkeypatch.context() as patched:
        patched.setattr(reading, "SockDiag", lack)
        assert reader.read(wanted_of(other)) == ([], False, Way.NETLINK)

    assert reader.read(wanted_of(other)).way is Way.NETLINK
