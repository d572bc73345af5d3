import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QSpinBox, QTextEdit

from socket_workbench import system
from socket_workbench.gui.window.actions import Entry, Menus


def test_entries_become_actions_with_keys_and_groups(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    done = []
    menus = Menus(window, window.menuBar())
    menu = menus.add(
        "&File",
        [
            Entry("&Do it…", lambda: done.append("it"), ("Ctrl+D", "F4"), "play"),
            None,
            Entry("One", lambda: None, group="g", checked=True),
            Entry("Other", lambda: None, group="g", checked=False),
        ],
    )
    menus.add("&Empty", [Entry("No keys", lambda: None)])
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    menus.actions["&Do it…"].trigger()
    assert done[-1] == "it"
    menus.actions["Other"].trigger()
    assert not menus.actions["One"].isChecked()
    assert [action.isSeparator() for action in menu.actions()] == [False, True, False, False]
    assert menus.key_sections() == [("File", [("Ctrl+D or F4", "Do it")])]


def greedy(kind):
    """Return a field of a kind that claims all keys, as those of X11 claim Ctrl+E and Ctrl+U."""

    def event(field, event):
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return kind.event(field, event)

    return type("Greedy", (kind,), {"event": event})()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox])
def test_shortcuts_work_while_a_field_has_the_focus_but_editing_is_its_own(qtbot, kind):
    window = QMainWindow()
    qtbot.addWidget(window)
    done = []
    menus = Menus(window, window.menuBar())
    menus.add(
        "&Edit",
        [
            Entry("Export", lambda: done.append("export"), ("Ctrl+E",)),
            Entry("Off", lambda: done.append("off"), ("Ctrl+U",)),
            Entry("Undo", lambda: done.append("undo"), ("Ctrl+Z",)),
        ],
    )
    menus.actions["Off"].setEnabled(False)
    field = greedy(kind)
    window.setCentralWidget(field)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for key in (Qt.Key.Key_E, Qt.Key.Key_U, Qt.Key.Key_Z):
        qtbot.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert done == ["export"]


def test_menus_have_the_keys_of_their_system(qtbot, monkeypatch):
    monkeypatch.setattr(system, "IS_MACOS", True)
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = Menus(window, window.menuBar())
    menus.add("View", [Entry("Full", list, ("F11",)), Entry("Out", list, ("Ctrl+-",))])

    shown = [menus.actions[name].shortcut().toString() for name in ("Full", "Out")]
    assert shown == [QKeySequence("Ctrl+Meta+F").toString(), "Ctrl+-"]
