import os
import socket
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.netlink import SockDiag
from socket_workbench.sockets.kernel.tcp_states import TcpState
from socket_workbench.sockets.kernel.unix_diag import read_unix_socket, unix_sockets


@given(st.binary(max_size=100))
def test_any_message_is_read_or_passed_over(message):
    found = read_unix_socket(message)

    assert (found is None) == (len(message) < 16)


@pytest.mark.needs("sock_diag")
def test_states_and_queues_are_told(tmp_path):
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen(3)
        client.connect(path)
        accepted = server.accept()[0]
        with accepted, closing(SockDiag()) as diag:
            client.sendall(b"hello")
            inodes = [os.fstat(each.fileno()).st_ino for each in (server, accepted)]
            found = {each.inode: each for each in unix_sockets(diag, inodes)}

    listener, connection = (found[inode] for inode in inodes)
    assert (listener.state, listener.local, listener.send_queue) == (TcpState.LISTEN, path, 3)
    assert (connection.state, connection.receive_queue) == (TcpState.ESTABLISHED, 5)
    assert len(found) == 2
