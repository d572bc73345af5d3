"""Rows of the log are sent again, put into a field and repeated, through the window's widgets."""

import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.journal.event import Kind

BINARY = bytes(range(256))


@pytest.fixture
def server(window, until):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start()
    until(lambda: pane.state is EndpointState.LISTENING)
    return pane


@pytest.fixture
def client(window, server, until):
    pane = window.board.add_client()
    pane.start()
    until(lambda: pane.state is EndpointState.CONNECTED)
    return pane


def rows(window):
    return window.log.model.rows_at(range(window.log.model.rowCount()))


@pytest.fixture
def select(window, until):
    """Select the first row of an endpoint that is of a kind and has a payload."""

    def select(name, kind, payload):
        def found():
            model = window.log.model
            return [
                place
                for place, row in enumerate(rows(window))
                if (row.source.name, row.kind) == (name, kind) and model.payload(row) == payload
            ]

        until(found)
        window.log.view.go_to(found()[0])
        window.log.view.setFocus()

    return select


def menu_action(window, words):
    menu = window.log.view.row_menu()
    return next(action for action in menu.actions() if action.text() == words)


def heard(window, name):
    """All that an endpoint has received."""
    model = window.log.model
    received = [row for row in rows(window) if row.kind is Kind.RECEIVED]
    return b"".join(model.payload(row) for row in received if row.source.name == name)


def test_a_sent_row_is_sent_again_and_again_after_the_peer_closed(
    qtbot, window, server, client, select, until
):
    client.framing.set_framing("none")
    client.running.send(BINARY)
    select("Client 1", Kind.SENT, BINARY)
    menu_action(window, "Send again").trigger()
    until(lambda: heard(window, "Server 1") == BINARY * 2)

    server.running.close_connections([server.running.connections()[0].number])
    until(lambda: not client.is_live)
    qtbot.keyClick(window.log.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: heard(window, "Server 1") == BINARY * 3)


def test_what_was_received_from_this_window_is_sent_by_its_sender(
    window, server, client, select, until
):
    client.running.send(b"ping")
    select("Server 1", Kind.RECEIVED, b"ping")
    menu_action(window, "Send again").trigger()
    until(lambda: heard(window, "Server 1") == b"pingping")
    assert heard(window, "Client 1") == b""


def test_what_a_stranger_sent_goes_back_to_it_alone(window, server, client, select, until):
    port = server.running.bound.port
    with socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.sendall(b"strange")
        select("Server 1", Kind.RECEIVED, b"strange")
        peer = "{}:{}".format(*stranger.getsockname())
        links = [link for link in window.card.detail.findChildren(QPushButton) if link.isEnabled()]
        link = next(link for link in links if link.text() == "Send to the peer")
        assert all(each.width() >= each.sizeHint().width() for each in links), "a text is cut"
        places = [each.geometry() for each in links]
        menu_action(window, f"Send to {peer}").trigger()
        until(lambda: any(row.kind is Kind.SENT for row in rows(window)))
        assert stranger.recv(100) == b"strange"
        select("Server 1", Kind.SENT, b"strange")
        assert link.text() == "Send again"
        assert [each.geometry() for each in links] == places
        select("Server 1", Kind.RECEIVED, b"strange")
    assert heard(window, "Client 1") == b""
    strange = next(view for view in server.running.connections() if view.peer == peer)
    server.running.close_connections([strange.number])
    until(lambda: not strange.is_open)
    menu_action(window, f"Send to {peer}").trigger()
    assert "has ended" in window.notice.text()


def test_a_closed_pane_is_replaced_by_a_new_client(window, server, client, select, until):
    client.running.send(b"ping")
    select("Client 1", Kind.SENT, b"ping")
    client.removal_requested.emit()
    (replaced,) = [client] = window.board.clients.panes() or [None]
    assert replaced is None
    menu_action(window, "Send again").trigger()
    until(lambda: heard(window, "Server 1") == b"pingping")
    assert len(window.board.clients.panes()) == 1


def test_a_row_is_put_into_the_field_and_sent_the_same(
    qtbot, window, server, client, select, until
):
    client.running.send(b"\x00\xff")
    select("Client 1", Kind.SENT, b"\x00\xff")
    qtbot.keyClick(window.log.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert client.send_bar.text() == "00 ff"
    assert client.send_bar.findChild(MessageField).hasFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    until(lambda: heard(window, "Server 1") == b"\x00\xff\x00\xff")


def test_with_a_framing_the_field_gets_the_message_and_again_sends_the_bytes(
    qtbot, window, server, select, until
):
    client = window.board.add_client()
    client.framing.set_framing("length:u8")
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    client.running.send(b"Hi")
    select("Client 1", Kind.SENT, b"\x02Hi")
    menu_action(window, "Send again").trigger()
    until(lambda: heard(window, "Server 1") == b"\x02Hi" * 2)
    # The sent messages have it without the framing, which is added again.
    client.send_bar.sent.send_last()
    until(lambda: heard(window, "Server 1") == b"\x02Hi" * 3)
    menu_action(window, "Put into the field").trigger()
    assert client.send_bar.text() == "Hi"

    client.running.send_bytes(b"raw")
    select("Client 1", Kind.SENT, b"raw")
    menu_action(window, "Put into the field").trigger()
    assert "framing length:u8" in window.notice.text()
    assert client.send_bar.text() == "Hi"


def test_a_message_that_a_framing_found_is_sent_again_as_it_came(window, until, select):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.framing.set_framing("length:u8")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    client = window.board.add_client()
    client.framing.set_framing("length:u8")
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    client.running.send(b"Hi")
    select("Server 1", Kind.MESSAGE, b"\x02Hi")
    menu_action(window, "Send again").trigger()
    until(lambda: heard(window, "Server 1") == b"\x02Hi\x02Hi")
    menu_action(window, "Put into the field").trigger()
    assert client.send_bar.text() == "Hi"


def test_the_links_of_the_selected_message(qtbot, window, server, client, select, until):
    client.running.send(b"ping")
    select("Client 1", Kind.SENT, b"ping")
    links = {
        button.text(): button
        for button in window.card.detail.findChildren(QPushButton)
        if button.text() in ("Send again", "Put into the field", "Repeat…")
    }
    qtbot.mouseClick(links["Send again"], Qt.MouseButton.LeftButton)
    until(lambda: heard(window, "Server 1") == b"pingping")
    qtbot.mouseClick(links["Repeat…"], Qt.MouseButton.LeftButton)
    assert client.send_bar.repeating.isVisible()
    qtbot.keyClick(client.send_bar.repeating.interval, Qt.Key.Key_Return)
    until(lambda: heard(window, "Server 1") == b"ping" * 3)

    window.log.view.go_to(0)
    assert not any(link.isEnabled() for link in links.values())


def test_a_row_that_was_cut_is_not_sent_again(window, session, server, client, select, until):
    session.set_capture_limit(2)
    client.running.send(b"ping")
    select("Client 1", Kind.SENT, b"pi")
    menu_action(window, "Send again").trigger()
    assert "2 bytes not recorded, because of the capture limit" in window.notice.text()
    assert server.running.traffic().bytes_in == 4


def test_rows_without_bytes_offer_nothing(window, server, until):
    until(lambda: window.log.model.rowCount())
    window.log.view.go_to(0)
    menu = window.log.view.row_menu()
    assert [action.isEnabled() for action in menu.actions()[:3]] == [False] * 3


def test_the_reply_to_a_row_is_copied(window, server, client, select, until):
    client.running.send(b"ping")
    select("Client 1", Kind.SENT, b"ping")
    replies = menu_action(window, "Copy the reply as").menu()
    replies.actions()[0].trigger()
    assert "Nothing was received" in window.notice.text()

    server.running.send(b"po\tng")
    until(lambda: heard(window, "Client 1") == b"po\tng")
    for action, copied in zip(replies.actions(), ("po\tng", "70 6f 09 6e 67"), strict=True):
        action.trigger()
        assert QGuiApplication.clipboard().text() == copied


def test_the_menu_of_panes_sends_again_repeats_and_copies(qtbot, window, server, client, until):
    field = client.send_bar.findChild(MessageField)
    field.setFocus()
    qtbot.keyClicks(field, "ping")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    until(lambda: heard(window, "Server 1") == b"ping")
    window.menus.actions["Send last message a&gain"].trigger()
    until(lambda: heard(window, "Server 1") == b"pingping")
    window.menus.actions["Re&peat a message…"].trigger()
    assert client.send_bar.repeating.isVisible()
    window.menus.actions["Sent &messages"].trigger()
    assert client.send_bar.sent.list.isVisible()
    client.send_bar.sent.list.close()

    server.running.send(b"pong")
    until(lambda: heard(window, "Client 1") == b"pong")
    window.menus.actions["&Copy the reply"].trigger()
    assert QGuiApplication.clipboard().text() == "pong"
