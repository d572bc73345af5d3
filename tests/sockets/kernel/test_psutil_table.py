import socket

import psutil
import pytest

from socket_workbench.sockets.kernel.psutil_table import psutil_sockets, read_row
from socket_workbench.sockets.kernel.record import Protocol
from socket_workbench.sockets.kernel.tcp_states import TcpState


def refuse(kind):
    raise psutil.AccessDenied(1)


@pytest.mark.parametrize(
    "is_allowed", [True, pytest.param(False, marks=pytest.mark.needs("owners of ports"))]
)
def test_states_are_told_where_all_or_only_our_own_sockets_are(monkeypatch, tcp_pair, is_allowed):
    if not is_allowed:  # macOS
        monkeypatch.setattr(psutil, "net_connections", refuse)
    one, other = tcp_pair
    name, peer = (f"127.0.0.1:{each.getsockname()[1]}" for each in (one, other))

    found = {(each.local, each.peer): each for each in psutil_sockets(Protocol.TCP)}

    assert found[name, peer].state is TcpState.ESTABLISHED
    assert found[name, peer].receive_queue is None


def test_every_word_of_psutil_is_known():
    words = {value for name, value in vars(psutil).items() if name.startswith("CONN_")}
    row = psutil._ntuples.sconn(
        3, socket.AF_INET6, socket.SOCK_STREAM, psutil._ntuples.addr("::1", 1), (), "", None
    )

    read = {word: read_row(Protocol.TCP, row._replace(status=word)) for word in words}

    closed = {word for word, each in read.items() if each.state is TcpState.CLOSED}
    assert closed <= {"CLOSE", "NONE", "DELETE_TCB", "IDLE", "BOUND"}
    assert {(each.local, each.peer) for each in read.values()} == {("[::1]:1", "")}


@pytest.mark.parametrize(
    "error", [psutil.NoSuchProcess(1), RuntimeError("call 1 of Windows failed")]
)
@pytest.mark.parametrize("is_allowed", [True, False])
def test_a_failure_of_psutil_is_one_of_the_system(monkeypatch, is_allowed, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(psutil, "net_connections", fail if is_allowed else refuse)
    monkeypatch.setattr(psutil.Process, "net_connections", fail)
    with pytest.raises(OSError, match="1"):
        list(psutil_sockets(Protocol.TCP))
