"""The window's actions: what each is called, its keys, and where in the menus it stands."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.language import tr


@dataclass(frozen=True, slots=True)
class Entry:
    """One action of a menu.

    Attributes:
        text: what it says, with `&` before its mnemonic.
        slot: what it does.
        keys: its shortcuts, the first one is shown.
        icon_name: the icon before it; empty for none.
        group: the name of the group of which one is checked; empty for none.
        checked: whether it is checked at first; None when it cannot be.
    """

    text: str
    slot: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon_name: str = ""
    group: str = ""
    checked: bool | None = None


Menu = list[Entry | None]
"""A menu's entries; None is a line between them."""


class Menus:
    """Fills a menu bar, and knows its actions by their text.

    Attributes:
        actions: every action, by the text it was given.
        menus: every menu, by the title it was given.
    """

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self._window = window
        self._bar = bar
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}

    def add(self, title: str, entries: Menu) -> QMenu:
        """Add a menu with its actions."""
        menu = self._bar.addMenu(title)
        self.menus[title] = menu
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self._action(entry))
        return menu

    def key_sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return every action that has keys: sections with (keys, what it does)."""
        sections = []
        for title, menu in self.menus.items():
            keys = [
                (_shown_keys(action), _plain(action.text()))
                for action in menu.actions()
                if action.shortcuts()
            ]
            if keys:
                sections.append((_plain(title), keys))
        return sections

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self._window)
        if entry.icon_name:
            action.setIcon(icon(entry.icon_name, "dim"))
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        if entry.checked is not None:
            action.setCheckable(True)
            action.setChecked(entry.checked)
        if entry.group:
            group = self._groups.setdefault(entry.group, QActionGroup(self._window))
            group.addAction(action)
        action.triggered.connect(entry.slot)
        self.actions[entry.text] = action
        return action


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _shown_keys(action: QAction) -> str:
    shown = [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts()]
    return tr(" or ").join(shown)
