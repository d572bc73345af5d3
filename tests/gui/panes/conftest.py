"""Panes with real sockets behind them."""

import socket

import pytest
from PySide6.QtCore import QItemSelectionModel

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.server import ServerPane


@pytest.fixture
def server_pane(qtbot, session, until):
    pane = ServerPane(session, "server")
    pane.address.set_text("tcp://127.0.0.1:0")
    session.rows_committed.connect(pane.rows_committed)
    # Not `qtbot.addWidget`: that would delete the pane before its threads have ended.
    pane.resize(640, 300)
    pane.show()
    yield pane
    pane.stop()
    until(lambda: not pane.is_live)
    pane.close_readers()
    pane.close()
    pane.deleteLater()


@pytest.fixture
def client_pane(qtbot, session, until):
    pane = ClientPane(session, "client")
    session.rows_committed.connect(pane.rows_committed)
    # Not `qtbot.addWidget`: that would delete the pane before its threads have ended.
    pane.resize(640, 300)
    pane.show()
    yield pane
    pane.stop()
    until(lambda: not pane.is_live)
    pane.close_readers()
    pane.close()
    pane.deleteLater()


@pytest.fixture
def listening(server_pane, until):
    """Starts the server pane; gives the port it was given."""

    def listening(dialogue="welcome"):
        server_pane.dialogue.set_choice(dialogue, {})
        assert server_pane.start()
        until(lambda: server_pane.state is EndpointState.LISTENING)
        return server_pane.running.bound.port

    return listening


@pytest.fixture
def peer():
    """Connects to ports of this machine; every connection is closed at the end."""
    peers = []

    def connect(port):
        peer = socket.create_connection(("127.0.0.1", port))
        peer.settimeout(20)
        peers.append(peer)
        return peer

    yield connect
    for each in peers:
        each.close()


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        yield listener


@pytest.fixture
def silent():
    """The address of a listener that answers no connection: its queue is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(8)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        yield f"tcp://127.0.0.1:{address[1]}"
        for each in waiting:
            each.close()


@pytest.fixture
def select():
    """Return a function that selects exactly the connections with these numbers in a table."""

    def select(table, numbers):
        model, selection = table.model(), table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        selection.clearSelection()
        for place in range(model.rowCount()):
            if model.number_at(place) in numbers:
                selection.select(model.index(place, 0), flags.Select | flags.Rows)

    return select
