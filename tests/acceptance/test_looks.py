"""Theme and size of type change while every view has something to paint."""

import gc

import pytest
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import gallery_entries

ROUNDS = 2


@pytest.mark.timeout(180)  # it paints everything some thirty times
def test_theme_and_type_change_with_rows_in_every_view(filled_window, theme):
    """Qt frees a style option after the call that lent it: what was kept of it would be gone."""
    window = filled_window
    gallery = Gallery(gallery_entries(), "", window)
    gallery.open()
    tabs = window.card.tabs
    for turn in range(ROUNDS):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            theme.set_scheme(Scheme.DARK if (turn + place) % 2 else Scheme.LIGHT)
            window.grab()
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
