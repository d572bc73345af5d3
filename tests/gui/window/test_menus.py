from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

from socket_workbench import system
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.area import Arrangement


def test_every_promised_key_is_there(window):
    keys = {keys for _, entries in window.menus.key_sections() for keys, _ in entries}
    promised = {"Ctrl+R", "Ctrl+.", "Ctrl+F", "Ctrl+L", "Ctrl+T", "Ctrl+Shift+T", "Ctrl+W"}
    assert promised | {"Ctrl+O", "Ctrl+-", "Ctrl+0", "F11", "F1"} <= keys


def test_no_key_is_given_twice(window):
    keys = [
        each.toString() for action in window.menus.actions.values() for each in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))


def test_looks_are_chosen_in_the_view_menu(window):
    window.menus.actions["&Dark"].trigger()
    assert window.theme.scheme is Scheme.DARK
    window.menus.actions["Panes behind &tabs"].trigger()
    assert window.arrangement is Arrangement.TABS
    window.menus.actions["&Zoom in"].trigger()
    assert window.theme.zoom > 1
    window.menus.actions["&Reset zoom"].trigger()
    assert window.theme.zoom == 1


def test_full_screen_and_back(window):
    full_screen = window.menus.actions["Full s&creen"]
    full_screen.trigger()
    assert window.windowState() & Qt.WindowState.WindowFullScreen
    assert full_screen.isChecked()
    full_screen.trigger()
    assert not window.windowState() & Qt.WindowState.WindowFullScreen
    # Another key than ours, of the window system.
    window.showFullScreen()
    window.menus.menus["&View"].aboutToShow.emit()
    assert full_screen.isChecked()
    window.showNormal()


def test_every_menu_text_is_translated(pseudo_language, window):
    assert all(text.startswith("⟦") for text in [*window.menus.menus, *window.menus.actions])


TAKEN_BY_MACOS = {
    "Ctrl+Q",  # quit, which every application has: only one action may
    "Ctrl+H",
    "Ctrl+M",
    "Ctrl+Alt+D",
    "Ctrl+Space",
    "Ctrl+Tab",
    "Ctrl+`",
    "Ctrl+Shift+3",
    "Ctrl+Shift+4",
    "Ctrl+Shift+5",
    "Ctrl+Shift+Q",
    "F11",
}
"""Keys of the system and of all windows there (Human Interface Guidelines, Keyboards)."""


def test_no_action_has_a_key_of_the_system_on_macos_nor_two_the_same(window, monkeypatch):
    monkeypatch.setattr(system, "IS_MACOS", True)
    taken = [
        QKeySequence(system.keys_here(keys.toString())).toString()
        for name, action in window.menus.actions.items()
        for keys in action.shortcuts()
        if name != "&Quit"
    ]

    assert not TAKEN_BY_MACOS & set(taken)
    assert len(taken) == len(set(taken))


def test_macos_has_the_roles_it_moves_into_the_menu_of_the_application(window):
    roles = {name: action.menuRole() for name, action in window.menus.actions.items()}
    assert roles.pop("&Quit") is QAction.MenuRole.QuitRole
    assert roles.pop("Se&ttings…") is QAction.MenuRole.PreferencesRole
    assert roles.pop("&About Socket Workbench") is QAction.MenuRole.AboutRole
    assert set(roles.values()) == {QAction.MenuRole.NoRole}
