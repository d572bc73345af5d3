"""A peer whose very name is markup: the window shows it letter by letter."""

import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as Guess
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from socket_workbench.journal.event import Kind

PATIENCE = 40_000
NAME = "<h1>&large</h1><img src='file:///x.png'>"


def tooltips(window):
    """Return every tooltip of every widget, and of every cell that a view shows."""
    for widget in window.findChildren(QWidget):
        yield widget.toolTip()
        if not isinstance(widget, QAbstractItemView) or widget.model() is None:
            continue
        model = widget.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                yield model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or ""


def as_shown(tooltip):
    if not Guess.mightBeRichText(tooltip):
        return tooltip
    document = QTextDocument()
    document.setHtml(tooltip)
    return document.toPlainText()


def received(model):
    """Return the positions of what was received."""
    kinds = [model.line(row).row.kind for row in range(model.rowCount())]
    return [row for row, kind in enumerate(kinds) if kind is Kind.RECEIVED]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has abstract names")
def test_a_peers_name_is_never_markup(qtbot, window):
    server = window.board.add_server()
    path = Path.home() / "s"
    server.address.set_text(f"unix://{path}")
    assert server.start()
    qtbot.waitUntil(lambda: server.running.bound is not None, timeout=PATIENCE)
    with closing(socket.socket(socket.AF_UNIX)) as peer:
        peer.bind(f"\0{NAME}")
        peer.connect(str(path))
        peer.sendall(NAME.encode())
        qtbot.waitUntil(lambda: server.table.model().rowCount() > 0, timeout=PATIENCE)
        # The server's greeting may be recorded before it or after it.
        qtbot.waitUntil(lambda: received(window.log.model) != [], timeout=PATIENCE)
        window.log.view.selectRow(received(window.log.model)[0])
        window.grab()

        shown = [as_shown(tooltip) for tooltip in tooltips(window) if "h1" in tooltip]
        assert any(NAME in text for text in shown)
        assert all("<h1>&large</h1>" in text for text in shown)
        formats = {label.textFormat() for label in window.findChildren(QLabel)}
        assert formats == {Qt.TextFormat.PlainText}
        menu = window.log.view.row_menu()
        named = [action.text() for action in menu.findChildren(QAction) if "h1" in action.text()]
        assert named
        assert all("&&large" in text for text in named)
        menu.deleteLater()
