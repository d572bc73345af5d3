"""The five daily tasks of a tester, from a fresh start, with few clicks and keys.

What counts: each click of the mouse, a double click as one, and each key or combination of keys,
such as Enter, Tab or Ctrl+L. Typing a text into a field that has the focus does not count: an
address and a message have to be typed in any program. Packet Sender needs 3, 1, 1, 2 and 3, counted
in the same way.

Everything is done with the mouse and the keyboard on widgets that can be seen; a click goes to
whatever widget is at its place.
"""

import socket
import threading
from contextlib import suppress

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory

PATIENCE = 20


class Hand:
    """Clicks and types in a window, and counts.

    Attributes:
        count: the clicks and keys.
    """

    def __init__(self, window, until):
        self._window = window
        self._until = until
        self.count = 0

    def click(self, widget, place=None):
        """Click at a place of a widget, the middle by default."""
        self.count += 1
        self._until(lambda: self._can_be_hit(widget, place))
        spot = self._spot(widget, place)
        hit = self._window.childAt(spot)
        QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(self._window, spot))

    def _spot(self, widget, place):
        return widget.mapTo(self._window, widget.rect().center() if place is None else place)

    def _can_be_hit(self, widget, place):
        hit = self._window.childAt(self._spot(widget, place))
        is_there = hit is not None and (hit is widget or widget.isAncestorOf(hit))
        return is_there and widget.isVisible() and widget.isEnabled()

    def press(self, key):
        """Press a key."""
        self.count += 1
        QTest.keyClick(self._window.focusWidget(), key)

    def type(self, text):
        """Type a text into whatever has the focus."""
        QTest.keyClicks(self._window.focusWidget(), text)


class Device:
    """A device that answers `pong`; it is told when to close the connection."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self.heard = []
        self._close = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while not self._is_over.is_set():
            with suppress(OSError), self._listener.accept()[0] as peer:
                peer.settimeout(PATIENCE)
                self.heard.append(peer.recv(100))
                peer.sendall(b"pong")
                self._close.wait(PATIENCE)
                self._close.clear()

    def close_connection(self):
        self._close.set()

    def join(self):
        self._is_over.set()
        self._close.set()
        # Wakes `accept`.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self._listener.close()


@pytest.fixture
def device():
    device = Device()
    yield device
    device.join()


@pytest.fixture
def until(qtbot):
    """Lets Qt's loop run until something is true."""

    def until(true):
        qtbot.waitUntil(lambda: bool(true()), timeout=1000 * PATIENCE)

    return until


@pytest.fixture
def fresh(window, until):
    """The window as it is at the first start, on a screen of 1440 x 900."""
    window.resize(1440, 900)
    is_there = []
    memory.restore_panes(window, Settings(), lambda: is_there.append(True))
    until(lambda: is_there)
    QApplication.processEvents()
    return window


@pytest.fixture
def hand(fresh, until):
    return Hand(fresh, until)


def button(widget, words, kind=QPushButton):
    """The visible button with a text, or an accessible name."""
    return next(
        each
        for each in widget.findChildren(kind)
        if words in (each.text(), each.accessibleName()) and each.isVisible()
    )


def field_of(pane):
    return pane.send_bar.findChild(MessageField)


def received(window):
    model = window.log.model
    rows = model.rows_at(range(model.rowCount()))
    return [model.payload(row) for row in rows if row.kind.name == "RECEIVED"]


def client_with_reply(hand, window, device, until):
    """The first task; returns the pane."""
    hand.click(button(window, "Client"))
    hand.type(device.address)
    pane = window.board.clients.current()
    assert isinstance(pane, ClientPane)
    hand.click(field_of(pane))
    hand.type("ping")
    hand.press(Qt.Key.Key_Return)
    until(lambda: received(window) == [b"pong"])
    return pane


def test_a_message_to_a_device_and_its_reply(hand, fresh, device, until):
    client_with_reply(hand, fresh, device, until)

    assert device.heard == [b"ping"]
    assert hand.count <= 3


def test_again_after_the_peer_closed(hand, fresh, device, until):
    pane = client_with_reply(hand, fresh, device, until)
    device.close_connection()
    until(lambda: pane.state is EndpointState.CLOSED)
    hand.count = 0

    hand.click(button(pane, "Send the last message again", QToolButton))
    until(lambda: received(fresh) == [b"pong", b"pong"])
    assert device.heard == [b"ping", b"ping"]
    assert hand.count <= 1
    pane.stop()


def test_disconnect(hand, fresh, device, until):
    pane = client_with_reply(hand, fresh, device, until)
    hand.count = 0

    hand.click(button(pane, "Disconnect"))
    until(lambda: pane.state is EndpointState.CLOSED)
    assert hand.count <= 1


def listening_server(hand, window, until):
    """The fourth task; returns the pane."""
    hand.click(button(window, "Server"))
    hand.type("tcp://127.0.0.1:0")
    hand.press(Qt.Key.Key_Return)
    pane = window.board.servers.current()
    assert isinstance(pane, ServerPane)
    until(lambda: pane.state is EndpointState.LISTENING)
    return pane


def test_a_server_that_only_listens(hand, fresh, until):
    pane = listening_server(hand, fresh, until)
    assert hand.count <= 2

    with socket.create_connection(("127.0.0.1", pane.running.bound.port)) as peer:
        peer.sendall(b"ping")
        until(lambda: received(fresh) == [b"ping"])
        peer.shutdown(socket.SHUT_WR)
        peer.setblocking(False)
        with pytest.raises(BlockingIOError):
            peer.recv(1)
    assert pane.running.traffic().bytes_out == 0


@pytest.fixture
def three_peers(hand, fresh, until):
    """A server pane with three connections, and the peers."""
    pane = listening_server(hand, fresh, until)
    place = ("127.0.0.1", pane.running.bound.port)
    peers = [socket.create_connection(place, timeout=PATIENCE) for _ in range(3)]
    until(lambda: pane.table.model().rowCount() == 3)
    hand.count = 0
    yield pane, peers
    for peer in peers:
        peer.close()


def row_of(pane, peer):
    """The place of a peer's row in the table of connections, in its viewport."""
    address = "{}:{}".format(*peer.getsockname())
    model = pane.table.model()
    row = next(each for each in range(3) if model.row_at(each).peer == address)
    return pane.table.visualRect(model.index(row, 0))


def test_one_of_three_peers(hand, fresh, three_peers, until):
    pane, peers = three_peers
    hand.click(pane.table.viewport(), row_of(pane, peers[1]).center())
    hand.click(field_of(pane))
    hand.type("only you")
    hand.press(Qt.Key.Key_Return)

    assert peers[1].recv(100) == b"only you"
    until(lambda: pane.running.traffic().bytes_out == len(b"only you"))
    assert hand.count <= 3


def test_disconnecting_one_of_three_peers(hand, fresh, three_peers, until):
    pane, peers = three_peers
    viewport = pane.table.viewport()
    spot = QPoint(viewport.width() - 14, row_of(pane, peers[1]).center().y())
    hand.click(viewport, spot)

    assert peers[1].recv(1) == b""
    until(lambda: sum(view.is_open for view in pane.running.connections()) == 2)
    assert hand.count <= 1
