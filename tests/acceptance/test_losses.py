"""What was lost is said at the window's foot, and a click there shows the rows that say so."""

import socket

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.log.columns import LOG_KEYS

PATIENCE = 40_000


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(20)
        yield peer


def shown(window):
    model = window.log.model
    return [model.index(row, LOG_KEYS.index("payload")).data() for row in range(model.rowCount())]


def press(window, qtbot, word, count):
    """Wait for the foot's word, click it, and wait for so many rows."""
    qtbot.waitUntil(lambda: window.status.chip.word() == word, timeout=PATIENCE)
    qtbot.mouseClick(window.status.chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.log.model.rowCount() == count, timeout=PATIENCE)


def test_the_foot_leads_to_datagrams_that_were_cut(window, qtbot, peer):
    pane = window.board.add_server()
    pane.address.set_text("udp://127.0.0.1:0")
    pane.options.set_values({"receive_size": 4})
    pane.dialogue.set_choice("print-only", {})
    pane.start()
    qtbot.waitUntil(lambda: pane.running.bound is not None, timeout=PATIENCE)
    assert window.status.chip.word() == "All recorded"
    for datagram in (b"1234", b"123456", b"12"):
        peer.sendto(datagram, ("127.0.0.1", pane.running.bound.port))
    qtbot.waitUntil(lambda: len(shown(window)) >= 5, timeout=PATIENCE)
    window.log.clear_button.click()
    press(window, qtbot, "2 B cut off", 2)

    row, said = shown(window)
    assert row == "1234 [2 bytes not recorded]"
    assert said.startswith("The datagram had 6 bytes, the receive size is 4: its last 2 bytes")


def test_the_foot_leads_to_what_the_capture_limit_left_out(window, qtbot, peer):
    window._session.set_capture_limit(3)
    pane = window.board.add_server()
    pane.address.set_text("udp://127.0.0.1:0")
    pane.dialogue.set_choice("print-only", {})
    pane.start()
    qtbot.waitUntil(lambda: pane.running.bound is not None, timeout=PATIENCE)
    for datagram in (b"123", b"123456"):
        peer.sendto(datagram, ("127.0.0.1", pane.running.bound.port))
    press(window, qtbot, "3 B left out", 1)

    assert shown(window) == ["123 [3 bytes not recorded]"]
