import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.proc_net import proc_sockets, read_table
from socket_workbench.sockets.kernel.record import Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
LISTEN = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000 0 0 1541 1\n"
TIME_WAIT = "   1: 0100007F:1F90 0100007F:88F7 06 00000000:00000000 03:000003E8 00000000 0 0 0 3\n"

needs_little_endian = pytest.mark.skipif(sys.byteorder != "little", reason="words of this order")


@needs_little_endian
@pytest.mark.skipif(not hasattr(os, "sysconf"), reason="no ticks here")
def test_a_table_is_read():
    listener, closed = read_table(Protocol.TCP, HEAD + LISTEN + TIME_WAIT)

    assert (listener.state, listener.local, listener.peer) == (
        TcpState.LISTEN,
        "127.0.0.1:8080",
        "",
    )
    assert (listener.receive_queue, listener.send_queue, listener.inode) == (2, None, 1541)
    assert (closed.state, closed.peer) == (TcpState.TIME_WAIT, "127.0.0.1:35063")
    assert (closed.timer, closed.expires) == (
        Timer.TIME_WAIT,
        1000 / os.sysconf("SC_CLK_TCK"),
    )


@given(st.text())
def test_malformed_lines_are_passed_over(text):
    assert list(read_table(Protocol.TCP, HEAD + text)) == []


def test_without_ipv6_there_are_the_sockets_of_ipv4(tmp_path):
    (tmp_path / "tcp").write_text(HEAD, "ascii")

    assert list(proc_sockets(Protocol.TCP, tmp_path)) == []
    with pytest.raises(OSError, match="udp"):
        list(proc_sockets(Protocol.UDP, tmp_path))


@pytest.mark.needs("linux")
def test_the_sockets_of_this_process_are_found(tcp_pair):
    one, other = tcp_pair
    other.sendall(b"hello")
    # Connections that have ended may have had the same port with other peers.
    ends = tuple("{}:{}".format(*end.getsockname()) for end in (one, other))

    (found,) = [each for each in proc_sockets(Protocol.TCP) if (each.local, each.peer) == ends]

    assert (found.state, found.receive_queue) == (TcpState.ESTABLISHED, 5)
    assert found.inode == os.fstat(one.fileno()).st_ino
