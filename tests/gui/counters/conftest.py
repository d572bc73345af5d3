"""Servers whose traffic is counted."""

import socket

import pytest

PATIENCE = 20


@pytest.fixture
def receive():
    """Return a function that receives bytes of a size, or fewer if the peer sends no more."""

    def receive(peer, size):
        peer.settimeout(PATIENCE)
        received = b""
        while len(received) < size and (piece := peer.recv(size)):
            received += piece
        return received

    return receive


@pytest.fixture
def started(window, until):
    """Return a function that adds a server pane and starts it."""

    def started(address="tcp://127.0.0.1:0", dialogue="echo"):
        pane = window.board.add_server()
        pane.address.set_text(address)
        pane.dialogue.set_choice(dialogue, {})
        pane.start()
        until(lambda: pane.running.bound is not None)
        return pane

    return started


@pytest.fixture
def connect():
    """Return a function that opens a connection to a pane's server."""

    def connect(pane):
        return socket.create_connection(("127.0.0.1", pane.running.bound.port), PATIENCE)

    return connect
