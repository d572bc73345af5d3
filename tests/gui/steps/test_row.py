import pytest

from socket_workbench.engine.stepping import HeldCall, StepGate
from socket_workbench.gui.steps.row import held_row, meanwhile
from socket_workbench.journal.call_syntax import NAMES
from socket_workbench.sockets.kernel.pending import Pending
from socket_workbench.sockets.kernel.tcp_states import TcpState


@pytest.mark.parametrize(
    ("name", "found", "expected"),
    [
        ("accept", Pending(backlog=5), "5 clients are ESTABLISHED already"),
        ("accept", Pending(backlog=1), "1 client is ESTABLISHED already"),
        (
            "accept",
            Pending(backlog=0, is_readable=False),
            "No client waits in the backlog: the call would wait for one.",
        ),
        ("accept", Pending(is_readable=True), "A client is connected already"),
        ("recv", Pending(unread=10, is_readable=True), "10 bytes have come already"),
        ("recvfrom", Pending(unread=1, is_readable=True), "until recvfrom() is called"),
        ("recv", Pending(unread=0, is_readable=False), "Nothing has come yet"),
        ("recv", Pending(unread=0, is_readable=True, is_ended=True), "The peer has ended"),
        ("recvmsg", Pending(unread=0, is_readable=True), "something to return"),
        ("send", Pending(is_writable=False), "The send queue is full"),
        ("sendto", Pending(is_writable=True), "9 bytes have not been handed"),
        (
            "recv",
            Pending(unread=0, is_readable=True, is_ended=True, state=TcpState.CLOSED),
            "The connection is over: both sides have ended it, or it was reset.",
        ),
        ("close", Pending(state=TcpState.CLOSED), "There is no connection: only the number"),
        ("close", Pending(state=TcpState.CLOSE_WAIT), "stays as it is: CLOSE_WAIT."),
        ("listen", Pending(state=TcpState.CLOSED), "clients are still refused"),
        ("setsockopt", Pending(), ""),
    ],
)
def test_what_the_system_does_meanwhile_is_said(name, found, expected):
    said = meanwhile(name, 9, found)
    assert expected in said
    assert bool(said) is bool(expected)


@pytest.mark.parametrize("name", NAMES)
def test_where_the_system_tells_nothing_nothing_is_made_up(name):
    assert "already" not in meanwhile(name, 1, Pending())


class Caller:
    is_ending = is_ended = False


def test_a_row_has_the_bytes_that_would_be_sent():
    call = HeldCall(7, "send(b'')", b"hi\n", "Server 1 x", 3, 10**9, lambda: None, Caller())
    row = held_row(call, "Server 1", "127.0.0.1:9", 3 * 10**9, StepGate())

    assert (row.call, row.seconds, row.caller) == (
        "send(b'hi\\n')",
        2.0,
        (0, "Server 1", "Server 1 x"),
    )
