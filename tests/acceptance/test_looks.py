"""Theme and size of type change while every view has something to paint."""

import gc

from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import gallery_entries

PATIENCE = 40_000
ROUNDS = 2


def put_rows_into_every_view(qtbot, window):
    """Let a client be answered, so that connections, log, counters and conversation have rows."""
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    assert server.start()
    qtbot.waitUntil(lambda: server.running.bound is not None, timeout=PATIENCE)
    client = window.board.add_client()
    client.address.set_text(str(server.running.bound))
    assert client.start()
    qtbot.waitUntil(lambda: client.conversation.model.rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: server.table.model().rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.log.model.rowCount() > 3, timeout=PATIENCE)
    window.log.view.selectRow(window.log.model.rowCount() - 1)
    assert isinstance(client, ClientPane)


def test_theme_and_type_change_with_rows_in_every_view(qtbot, window, theme):
    """Qt frees a style option after the call that lent it: what was kept of it would be gone."""
    put_rows_into_every_view(qtbot, window)
    gallery = Gallery(gallery_entries(), "", window)
    gallery.open()
    tabs = window.card.tabs
    for turn in range(ROUNDS):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            theme.set_scheme(Scheme.DARK if (turn + place) % 2 else Scheme.LIGHT)
            window.grab()
            gallery.grab()
            theme.zoom_in()
            window.grab()
            gallery.grab()
            gc.collect()
            QApplication.processEvents()
        theme.reset_zoom()
        window.grab()
    gallery.close()
    gallery.deleteLater()
    assert not window.grab().isNull()
