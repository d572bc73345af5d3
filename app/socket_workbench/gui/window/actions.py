"""The window's actions: their texts, keys and menus."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.language import tr
from socket_workbench.system import keys_here


class Entry(NamedTuple):
    """An action of a menu.

    Attributes:
        text: its text, with `&` before the mnemonic.
        slot: called when it is triggered.
        keys: its shortcuts on Linux and Windows, see `keys_here`; the first one is shown.
        icon_name: the name of its icon; empty for none.
        group: the name of its exclusive group; empty for none.
        checked: whether it is initially checked; None if it is not checkable.
        in_dialogs: whether its keys work in the dialogs of the window, too.
        role: whether macOS has it in the application's menu, which Qt would guess by its text.
    """

    text: str
    slot: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon_name: str = ""
    group: str = ""
    checked: bool | None = None
    in_dialogs: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


Menu = list[Entry | None]
"""A menu's entries; None is a separator."""


_EDITING = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
)
"""The keys that a text field has in any case."""


class ShortcutPrecedence(QObject):
    """Lets the shortcuts of a window's actions work while a text field has the focus.

    A text field claims the editing keys of its platform with `ShortcutOverride` events: under X11
    that are Ctrl+E and Ctrl+U, as in a terminal. Here, it gets only those that no action has, and
    the usual ones such as Undo and Copy.
    """

    def __init__(self, window: QWidget, actions: Callable[[], Iterable[QAction]]) -> None:
        """Watch the text fields of a window, which becomes the parent.

        Args:
            window: the window.
            actions: returns its actions.
        """
        super().__init__(window)
        self.window = window
        self._actions = actions
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_app_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys of actions from the field."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if any(event.matches(key) for key in _EDITING):
            return False
        pressed = QKeySequence(event.keyCombination())
        has_it = any(
            pressed in action.shortcuts() for action in self._actions() if action.isEnabled()
        )
        if has_it:
            event.ignore()
        return has_it

    @Slot(QWidget, QWidget)
    def _on_app_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        fields = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
        if isinstance(now, fields) and now.window() is self.window:
            now.installEventFilter(self)


class Menus:
    """Fills a menu bar, and finds its actions by their texts.

    Attributes:
        actions: all actions, by `Entry.text`.
        menus: all menus, by the title passed to `add`.
        window: the window.
    """

    def __init__(self, window: QWidget, bar: QMenuBar) -> None:
        self.window = window
        self._bar = bar
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._precedence = ShortcutPrecedence(window, self.actions.values)

    def add(self, title: str, entries: Menu) -> QMenu:
        """Add a menu with these actions."""
        menu = self._bar.addMenu(title)
        self.menus[title] = menu
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self._action(entry))
        return menu

    def key_sections(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the actions that have keys: sections of pairs of keys and text."""
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
        action = QAction(entry.text, self.window)
        if entry.icon_name:
            action.setIcon(icon(entry.icon_name, "dim"))
        action.setShortcuts([QKeySequence(keys_here(keys)) for keys in entry.keys])
        action.setMenuRole(entry.role)
        if entry.checked is not None:
            action.setCheckable(True)
            action.setChecked(entry.checked)
        if entry.group:
            group = self._groups.setdefault(entry.group, QActionGroup(self.window))
            group.addAction(action)
        if entry.in_dialogs:
            self.window.addAction(action)
        action.triggered.connect(entry.slot)
        self.actions[entry.text] = action
        return action


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _shown_keys(action: QAction) -> str:
    shown = [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts()]
    return tr(" or ").join(shown)
