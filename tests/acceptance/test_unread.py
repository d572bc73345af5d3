"""A client sends 100 MB before it reads: no other connection and no window notices."""

import hashlib
import socket
import threading
from contextlib import closing

import pytest

from socket_workbench.journal.search.filter import Filter

PATIENCE = 60
PIECE = bytes(range(251)) * 4000
PIECES = 100


def send_all(peer):
    for _ in range(PIECES):
        peer.sendall(PIECE)
    peer.shutdown(socket.SHUT_WR)


def receive_all(peer, found):
    digest, size = hashlib.sha256(), 0
    while part := peer.recv(1 << 20):
        digest.update(part)
        size += len(part)
    found.append((size, digest.hexdigest()))


@pytest.mark.timeout(240)
def test_a_client_that_does_not_read_holds_up_nobody_else(window, qtbot):
    def until(is_so):
        qtbot.waitUntil(is_so, timeout=PATIENCE * 1000)

    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.dialogue.set_choice("echo", {})
    pane.start()
    until(lambda: pane.running.bound is not None)
    place = ("127.0.0.1", pane.running.bound.port)
    with (
        closing(socket.create_connection(place, PATIENCE)) as greedy,
        closing(socket.create_connection(place, PATIENCE)) as other,
    ):
        until(lambda: len(pane.running.connections()) == 2)
        held, served = view_of(greedy, pane), view_of(other, pane)
        sending = threading.Thread(target=send_all, args=(greedy,))
        sending.start()
        # Nobody takes what the server has to say. It stands in send() now and again before it
        # stands there for good, when no buffer on the way has room left.
        until(lambda: stands_still(held, other))

        for number in range(200):
            assert echo_of(other, b"message %d" % number) == b"message %d" % number
        until(lambda: "2 connections" in window.status.text())
        # What the held connection read before it stood still may be recorded between these.
        only = Filter(connections=frozenset({served.number}))
        window.log.filter_bar.set_filter(only)
        until(lambda: shown(window) == "message 199")
        assert sending.is_alive()

        found: list[tuple[int, str]] = []
        receiving = threading.Thread(target=receive_all, args=(greedy, found))
        receiving.start()
        until(lambda: not receiving.is_alive())
        sending.join()
    wanted = hashlib.sha256(PIECE * PIECES).hexdigest()
    assert found == [(len(PIECE) * PIECES, wanted)]
    assert (held.bytes_in, held.bytes_out) == (len(PIECE) * PIECES,) * 2


def view_of(peer, pane):
    """What the server shows of the connection with this peer."""
    address = "{}:{}".format(*peer.getsockname())
    (view,) = [view for view in pane.running.connections() if view.peer == address]
    return view


def echo_of(peer, message):
    """Send a message, and return as many bytes as it has."""
    peer.sendall(message)
    return peer.recv(len(message), socket.MSG_WAITALL)


def stands_still(held, other):
    """Whether one connection is in send() before and after others were served."""
    before = (held.sending, held.bytes_in)
    if (held.activity, held.bytes_in) == before:
        for _ in range(20):
            assert echo_of(other, b"first") == b"first"
    return (held.activity, held.bytes_in) == before


def shown(window):
    """The text of the log's last row; empty where there is none."""
    model = window.log.model
    line = model.line(model.rowCount() - 1) if model.rowCount() else None
    return line.text if line is not None else ""
