import threading

import pytest
from tests.watch.test_gate import Stepped

from socket_workbench.sockets.kernel.pending import Pending
from socket_workbench.sockets.kernel.tcp_states import TcpState
from socket_workbench.watch.gate import Gate, HeldCall
from socket_workbench.watch.held_sockets import HeldSockets
from socket_workbench.watch.model import DATAGRAM, End

PROGRAM = """\
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
client.sendall(b"hello")
conn, _ = server.accept()
conn.recv(100)
"""


@pytest.fixture
def stepped(watching):
    return Stepped(watching, PROGRAM)


def test_what_waits_for_a_held_call_is_found(stepped, monkeypatch):
    """Steps until each call that receives, and waits until its socket was looked at."""
    looked = threading.Condition()
    look = HeldSockets.look

    def look_and_tell(sockets):
        look(sockets)
        with looked:
            looked.notify_all()

    monkeypatch.setattr(HeldSockets, "look", look_and_tell)

    def pending(name):
        stepped.gate.go_on(name)
        stepped.wait_for(name)
        [held] = stepped.gate.held()
        with looked:
            assert looked.wait_for(lambda: held.key in stepped.gate.pending, 40)
        return stepped.gate.pending[held.key]

    assert pending("accept") == Pending(None, 1, True, None, None, TcpState.LISTEN)
    assert pending("recv") == Pending(5, None, True, None, False, TcpState.ESTABLISHED)
    stepped.gate.go_on()
    assert stepped.run.ended().code == 0


def test_a_socket_that_has_no_address_yet_is_not_listed(own_home):
    gate = Gate(own_home)
    end = End(2, DATAGRAM, 3, 1, 0, local=("0.0.0.0", 0))
    gate._held[1, 2] = HeldCall(1, 2, "bind()", b"", "t", 0, None, "bind", end)
    HeldSockets(gate).look()
    assert gate.pending == {(1, 2): Pending()}
    gate.close()
