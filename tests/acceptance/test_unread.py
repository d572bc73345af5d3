"""A client sends 100 MB before it reads: no other connection and no window notices."""

import hashlib
import socket
import threading
from contextlib import closing

import pytest

from socket_workbench.gui.models.log_columns import Column

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
    until(lambda: pane.server.bound is not None)
    place = ("127.0.0.1", pane.server.bound.port)
    with (
        closing(socket.create_connection(place, PATIENCE)) as greedy,
        closing(socket.create_connection(place, PATIENCE)) as other,
    ):
        until(lambda: len(pane.server.connections()) == 2)
        (held,) = [
            view for view in pane.server.connections() if view.peer.endswith(f":{port_of(greedy)}")
        ]
        sending = threading.Thread(target=send_all, args=(greedy,))
        sending.start()
        # The server waits in send(): nobody takes what it has to say.
        until(lambda: held.activity == "send()")

        for number in range(200):
            message = f"message {number}".encode()
            other.sendall(message)
            assert other.recv(100) == message
        until(lambda: "2 connections" in window.status.text())
        until(lambda: shown(window) == "message 199")
        assert sending.is_alive()

        found = []
        receiving = threading.Thread(target=receive_all, args=(greedy, found))
        receiving.start()
        until(lambda: not receiving.is_alive())
        sending.join()
    wanted = hashlib.sha256(PIECE * PIECES).hexdigest()
    assert found == [(len(PIECE) * PIECES, wanted)]
    assert (held.bytes_in, held.bytes_out) == (len(PIECE) * PIECES,) * 2


def port_of(peer):
    return peer.getsockname()[1]


def shown(window):
    """The text of the log's last row."""
    model = window.log.model
    line = model.line(model.rowCount() - 1)
    return line.texts[Column.PAYLOAD] if line is not None else ""
