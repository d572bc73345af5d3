"""Servers that clients need, on a board with real sockets."""

import socket

import pytest
from PySide6.QtCore import Qt

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.board import PaneBoard


@pytest.fixture
def board(qtbot, session, until, remove_panes):
    board = PaneBoard(session)
    for area in (board.servers, board.clients):
        area.resize(800, 400)
        area.show()
    yield board
    board.stop_all()
    until(lambda: not board.is_live)
    remove_panes(board)
    for area in (board.servers, board.clients):
        area.close()
        area.deleteLater()


@pytest.fixture
def free_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


def refused(board, address, until):
    client = board.add_client()
    client.address.set_text(address)
    assert client.start()
    until(lambda: client.notice.remedies())
    return client


def press(qtbot, client):
    (first, *_) = client.notice.remedies()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)


def test_a_new_server_is_started_and_the_client_connected(qtbot, board, free_port, until):
    client = refused(board, f"127.0.0.1:{free_port}", until)
    press(qtbot, client)
    until(lambda: client.state is EndpointState.CONNECTED)
    (server,) = board.servers.panes()
    assert server.address.text() == f"tcp://127.0.0.1:{free_port}"
    assert server.dialogue.choice() == "manual"
    assert client.notice.isHidden()


def test_the_pane_with_that_address_is_started_on_every_address(qtbot, board, free_port, until):
    server = board.add_server()
    server.address.set_text(f"tcp://0.0.0.0:{free_port}")
    board.add_server()
    client = refused(board, f"127.0.0.1:{free_port}", until)
    press(qtbot, client)
    until(lambda: client.state is EndpointState.CONNECTED)
    assert len(board.servers.panes()) == 2
    assert board.servers.current() is server
    server.stop()
    client.stop()
    until(lambda: not board.is_live)
    # Only the remedy connects the client, not every later start of that server.
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    assert client.state is EndpointState.CLOSED


def test_a_server_that_cannot_be_started_says_why_and_connects_nobody(
    qtbot, board, free_port, until
):
    client = refused(board, f"127.0.0.1:{free_port}", until)
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        press(qtbot, client)
        (server,) = board.servers.panes()
        until(lambda: server.state is EndpointState.FAILED)
        until(server.notice.isVisible)
    assert client.state is EndpointState.FAILED
    client.server_pane_requested.emit(client.participant.asked)
    assert board.servers.current() is server


def listening(board, address, until):
    server = board.add_server()
    server.address.set_text(address)
    assert server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    return server


@pytest.mark.parametrize(
    ("client_at", "server_at"),
    [
        ("127.0.0.1:{}", "127.0.0.1:{}"),
        ("localhost:{}", "tcp://127.0.0.1:{}"),
        ("127.0.0.1:{}", "0.0.0.0:{}"),
    ],
)
def test_nobody_is_said_to_be_missing_where_a_server_listens_now(
    qtbot, board, free_port, until, client_at, server_at
):
    client = refused(board, client_at.format(free_port), until)
    elsewhere = refused(board, "127.0.0.1:1", until)
    server = listening(board, server_at.format(free_port), until)
    until(client.notice.isHidden)
    assert not elsewhere.notice.isHidden()
    # It is said again when it is true again.
    server.stop()
    until(lambda: not server.is_live)
    assert client.notice.isHidden()
    client.start()
    until(lambda: not client.notice.isHidden())


def test_another_error_of_a_client_stays_when_a_server_begins_to_listen(board, free_port, until):
    client = refused(board, f"127.0.0.1:{free_port}", until)
    client.address.set_text("127.0.0.1:99999")
    client.address.validate()
    assert "99999" in client.notice.text()
    said = client.notice.text()
    listening(board, f"127.0.0.1:{free_port}", until)
    assert client.notice.text() == said


def test_an_address_is_not_said_to_be_in_use_after_its_server_has_stopped(board, free_port, until):
    first = listening(board, f"127.0.0.1:{free_port}", until)
    second = board.add_server()
    second.address.set_text(f"127.0.0.1:{free_port}")
    second.start()
    until(lambda: not second.notice.isHidden())
    other = listening(board, "127.0.0.1:0", until)
    other.stop()
    until(lambda: not other.is_live)
    assert not second.notice.isHidden()
    first.stop()
    until(second.notice.isHidden)


def test_a_server_with_a_mistake_is_not_waited_for(qtbot, board, free_port, until):
    server = board.add_server()
    server.address.set_text(f"tcp://127.0.0.1:{free_port}")
    server.options.set_values({"receive_size": 1})
    client = refused(board, f"127.0.0.1:{free_port}", until)
    server.dialogue.set_choice("fixed-reply", {})
    server.new_participant = lambda written=None: None
    press(qtbot, client)
    del server.new_participant
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    assert client.state is EndpointState.FAILED
