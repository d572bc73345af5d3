from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

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
