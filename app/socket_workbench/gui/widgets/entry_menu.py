"""Menus that are made of lists of entries, for the state in which they are opened."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QMenu, QWidget


class MenuEntry(NamedTuple):
    """An entry of a menu.

    Attributes:
        words: the text, translated.
        act: called without arguments when the entry is chosen.
        is_possible: whether it can be chosen.
        is_on: for what is switched on and off, whether it is on; None for other entries.
    """

    words: str
    act: Callable[[], object]
    is_possible: bool = True
    is_on: bool | None = None


def entry_menu(parent: QWidget, entries: Sequence[MenuEntry | None]) -> QMenu:
    """Return a new menu; None among the entries is a separator."""
    menu = QMenu(parent)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        action = menu.addAction(entry.words)
        action.setEnabled(entry.is_possible)
        if entry.is_on is not None:
            action.setCheckable(True)
            action.setChecked(entry.is_on)
        action.triggered.connect(lambda checked=False, act=entry.act: act())
    return menu
