"""The menu entries of main windows and those of recorded sessions: find, filter, marks, zoom."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from socket_workbench.gui.card.log_page import LogPage
from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.theme import Theme
from socket_workbench.gui.window.actions import Entry, Menu
from socket_workbench.gui.window.pages import LOG
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.window.layout.part_zoom import PartZoom


def find_entries(card: Callable[[], RecordCard | None]) -> Menu:
    """Return the entries of the Edit menu that act on a window's log, or the page like it.

    Args:
        card: returns the card with the log; None if there is none yet.
    """

    def in_log(act: Callable[[LogPage], object]) -> Callable[[], None]:
        def act_in_log() -> None:
            shown = card()
            if shown is not None:
                page = shown.current_page()
                shown.front_requested.emit()
                act(page if isinstance(page, LogPage) else shown.show_page(LOG))

        return act_in_log

    def go_to_filter(log: LogPage) -> None:
        log.filter_bar.text_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    return [
        Entry(
            tr("&Find in the log"), in_log(lambda log: log.finding.open()), ("Ctrl+F",), "search"
        ),
        Entry(tr("Find &next"), in_log(lambda log: log.finding.find_next()), ("F3",)),
        Entry(tr("Find &previous"), in_log(lambda log: log.finding.find_previous()), ("Shift+F3",)),
        None,
        Entry(tr("&Mark row"), in_log(lambda log: log.marking.toggle_marks()), ("Ctrl+M",)),
        Entry(tr("Ne&xt mark"), in_log(lambda log: log.marking.go_to_next()), ("F4",)),
        Entry(
            tr("Pr&evious mark"), in_log(lambda log: log.marking.go_to_previous()), ("Shift+F4",)
        ),
        None,
        Entry(tr("F&ilter the log"), in_log(go_to_filter), ("Ctrl+Shift+F",), "funnel"),
    ]


def zoom_entries(theme: Theme, part_zoom: Callable[[], "PartZoom"]) -> Menu:
    """Return the entries of the View menu for the size of all type and of a part's.

    Args:
        theme: the size of all type.
        part_zoom: returns what zooms the parts of the window; asked when it is needed.
    """
    return [
        Entry(tr("&Zoom in"), theme.zoom_in, ("Ctrl+=", "Ctrl++"), in_dialogs=True),
        Entry(tr("Zoom &out"), theme.zoom_out, ("Ctrl+-",), in_dialogs=True),
        Entry(
            tr("&Reset zoom"),
            lambda: part_zoom().reset(theme.reset_zoom),
            ("Ctrl+0",),
            in_dialogs=True,
        ),
        Entry(tr("Zoom &part in"), lambda: part_zoom().zoom_by(1), ("Ctrl+Alt+=",)),
        Entry(tr("Zoom part o&ut"), lambda: part_zoom().zoom_by(-1), ("Ctrl+Alt+-",)),
    ]
