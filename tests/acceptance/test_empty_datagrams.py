"""Zero is a length: an empty datagram is sent from the window, by server and client."""

import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from socket_workbench.gui.log.columns import LOG_KEYS

PATIENCE = 40_000


def press_enter(qtbot, pane):
    qtbot.keyClick(pane.send_bar.findChild(QLineEdit), Qt.Key.Key_Return)


def log_column(window, key):
    model = window.log.model
    return [model.index(row, LOG_KEYS.index(key)).data() for row in range(model.rowCount())]


@pytest.fixture
def peer():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(20)
        peer.bind(("127.0.0.1", 0))
        yield peer


def test_a_client_sends_an_empty_datagram_and_an_empty_file(window, qtbot, peer, tmp_path):
    pane = window.board.add_client()
    pane.address.set_text("udp://{}:{}".format(*peer.getsockname()))
    pane.start()
    qtbot.waitUntil(lambda: pane.chip.word() == "OPEN", timeout=PATIENCE)
    press_enter(qtbot, pane)
    assert peer.recv(100) == b""
    empty = tmp_path / "empty"
    empty.touch()
    pane.send_bar.file_requested.emit(str(empty))
    data, address = peer.recvfrom(100)
    assert data == b""
    # Answered, and both are in the log with their length.
    peer.sendto(b"", address)
    qtbot.waitUntil(
        lambda: log_column(window, "bytes")[-3:] == ["0", "0", "0"],
        timeout=PATIENCE,
    )


def test_a_server_sends_an_empty_datagram(window, qtbot, peer):
    pane = window.board.add_server()
    pane.address.set_text("udp://127.0.0.1:0")
    pane.dialogue.set_choice("manual", {})
    pane.start()
    qtbot.waitUntil(lambda: pane.running.bound is not None, timeout=PATIENCE)
    peer.sendto(b"", ("127.0.0.1", pane.running.bound.port))
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 1, timeout=PATIENCE)
    press_enter(qtbot, pane)
    assert peer.recv(100) == b""


@pytest.mark.parametrize(("framing", "sent"), [("none", b""), ("length:u16be", b"\0\0")])
def test_a_stream_has_an_empty_message_only_where_framing_marks_it(window, qtbot, framing, sent):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pane = window.board.add_client()
        pane.address.set_text("{}:{}".format(*listener.getsockname()))
        pane.framing.set_framing(framing)
        pane.start()
        qtbot.waitUntil(lambda: pane.chip.word() == "ESTABLISHED", timeout=PATIENCE)
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(20)
            press_enter(qtbot, pane)
            if sent:
                assert peer.recv(100) == sent
            assert ("no empty message" in pane.send_bar.mistake()) is not bool(sent)
