from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout

from socket_workbench import gui
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.widgets import dialog
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel, WrappedLabel

ENTRIES = ["&Keys", "Show the &log file", "&About Socket Workbench", "Se&ttings…", "&Gallery…"]


@pytest.fixture
def make(qtbot, theme):
    def make(width=0, height=0, content=None):
        dialog = Dialog(None, width, height)
        qtbot.addWidget(dialog)
        column = QVBoxLayout(dialog)
        column.addWidget(content or PlainLabel("content"))
        dialog.show()
        return dialog

    return make


@pytest.fixture
def open_dialog(window, until):
    """Opens a dialog of the window by a menu's entry."""

    def open_dialog(entry):
        window.menus.actions[entry].trigger()
        (dialog,) = window.findChildren(Dialog)
        until(dialog.isVisible)
        return dialog

    yield open_dialog
    for opened in window.findChildren(Dialog):
        opened.reject()


def test_every_dialog_of_the_program_follows_the_type():
    sources = [path.read_text("utf-8") for path in Path(gui.__path__[0]).rglob("*.py")]
    assert sum("(Dialog):\n" in source for source in sources) > 10
    assert [source[:80] for source in sources if "(QDialog)" in source] == [
        Path(dialog.__file__).read_text("utf-8")[:80]
    ]


def test_its_size_goes_with_the_type_while_it_is_shown(make, theme, until):
    dialog = make(300, 200)
    assert dialog.size() == QSize(300, 200)
    theme.set_zoom(2.0)
    until(lambda: dialog.size() == QSize(600, 400))
    theme.set_zoom(1.0)
    until(lambda: dialog.size() == QSize(300, 200))


def test_it_is_never_larger_than_its_screen_and_has_its_size_again_afterwards(make, theme, until):
    room = QApplication.primaryScreen().availableSize()
    dialog = make(room.width() // 2, room.height() // 2)
    before = dialog.size()
    theme.set_zoom(2.5)
    until(lambda: dialog.width() > before.width())
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    theme.set_zoom(1.0)
    until(lambda: dialog.size() == before)


def test_without_a_size_it_has_that_of_its_content(make, theme, until):
    dialog = make(320, content=WrappedLabel("several words " * 30))
    before = dialog.height()
    assert before >= dialog.layout().totalHeightForWidth(320)
    theme.set_zoom(2.0)
    until(lambda: dialog.height() > before)
    assert dialog.height() >= dialog.layout().totalHeightForWidth(640)
    theme.set_zoom(1.0)
    until(lambda: dialog.height() == before)


@pytest.mark.parametrize("entry", ENTRIES)
def test_keys_change_the_type_of_a_dialog_that_is_open(
    qtbot, window, theme, until, open_dialog, entry
):
    dialog = open_dialog(entry)
    until(dialog.isActiveWindow)
    before, font = dialog.size(), dialog.font().pixelSize()
    for _ in range(2):
        qtbot.keyClick(dialog, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert theme.zoom == 0.8
    until(lambda: dialog.width() < before.width())
    assert dialog.font().pixelSize() < font
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.zoom == 1.0
    until(lambda: dialog.size() == before)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_dialog_that_is_open_takes_the_colours_of_another_scheme(theme, open_dialog, entry):
    dialog = open_dialog(entry)
    light = dialog.grab().toImage().pixelColor(4, 4)
    theme.set_scheme(Scheme.DARK)
    dark = dialog.grab().toImage().pixelColor(4, 4)
    assert light.lightness() > 200
    assert dark.lightness() < 60


def test_a_dialog_of_a_dock_that_floats_has_the_keys_of_its_window(window):
    window.docks[2].setFloating(True)
    dialog = Dialog(window.log.view)
    assert window.log.view.window() is window.docks[2]
    assert dialog.actions() == window.actions() != []
    dialog.deleteLater()
    window.docks[2].setFloating(False)


def test_what_its_screen_has_no_room_for_is_scrolled_with_the_focus_where_it_was(
    qtbot, make, theme, until
):
    room = QApplication.primaryScreen().availableSize()
    field = QLineEdit()
    dialog = make(content=field)
    before = dialog.width()
    field.setMinimumWidth(2 * room.width())
    field.setFocus()
    until(lambda: before < dialog.width() <= room.width())
    assert dialog.focusWidget() is field
    assert field.width() > room.width()
