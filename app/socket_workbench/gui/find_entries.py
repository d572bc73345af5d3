"""The menu entries that find rows of the log, and go from mark to mark."""

from typing import TYPE_CHECKING

from socket_workbench.gui.actions import Entry, Menu
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.main_window import MainWindow


def find_entries(window: "MainWindow") -> Menu:
    """Return the entries of the menu Edit that act on the window's log."""

    def in_log() -> None:
        window.log.tabs.setCurrentIndex(0)

    def find() -> None:
        in_log()
        window.log.finding.open()

    def find_next() -> None:
        in_log()
        window.log.finding.find_next()

    def find_before() -> None:
        in_log()
        window.log.finding.find_before()

    def mark() -> None:
        in_log()
        window.log.marking.toggle_marks()

    def next_mark() -> None:
        in_log()
        window.log.marking.go_to_next()

    def mark_before() -> None:
        in_log()
        window.log.marking.go_to_before()

    return [
        Entry(tr("&Find in the log"), find, ("Ctrl+F",), "search"),
        Entry(tr("Find &next"), find_next, ("F3",)),
        Entry(tr("Find &before"), find_before, ("Shift+F3",)),
        None,
        Entry(tr("&Mark row"), mark, ("Ctrl+M",)),
        Entry(tr("Ne&xt mark"), next_mark, ("F4",)),
        Entry(tr("Mark befor&e"), mark_before, ("Shift+F4",)),
        None,
    ]
