"""The contents of the window's menus."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from socket_workbench import system
from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.theme import Scheme, Theme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.window.actions import Entry, Menu, Menus
from socket_workbench.gui.window.dock import WorkDock
from socket_workbench.gui.window.scenario_control import ScenarioControl
from socket_workbench.gui.window.sessions import WindowSessions
from socket_workbench.gui.window.shared_entries import find_entries, zoom_entries
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.exports.text_logging import TextLogging
    from socket_workbench.gui.panes.pane_actions import PaneActions
    from socket_workbench.gui.scenarios.place import GalleryPlace
    from socket_workbench.gui.window.layout.part_zoom import PartZoom
    from socket_workbench.gui.window.step_control import StepControl
    from socket_workbench.gui.window.watch_place import WatchPlace


class MenuOwner(Protocol):
    """The interface of the window that the menus use.

    Attributes:
        theme: the colours and the font size.
        arrangement: how several panes are arranged.
        card: the record card.
        docks: the dock widgets.
        sessions: saves the session and opens others.
        scenario_control: sets up and runs scenarios.
    """

    theme: Theme
    arrangement: Arrangement
    card: RecordCard
    docks: list[WorkDock]
    sessions: WindowSessions
    scenario_control: ScenarioControl

    @property
    def text_logging(self) -> "TextLogging":
        """Starts and stops the continuous text log."""

    @property
    def part_zoom(self) -> "PartZoom":
        """Zooms panes and pages alone."""

    @property
    def step_control(self) -> "StepControl":
        """Steps calls."""

    @property
    def watching(self) -> "WatchPlace":
        """The watched programs."""

    @property
    def gallery(self) -> "GalleryPlace":
        """The gallery of scenarios."""

    @property
    def pane_actions(self) -> "PaneActions":
        """What can be done with the pane in use, or with all."""

    def add_server(self) -> None:
        """Add an empty server pane."""

    def add_client(self) -> None:
        """Add an empty client pane."""

    def close(self) -> bool:
        """Close the window."""

    def stop_all(self) -> None:
        """Stop every server and client."""

    def show_export(self) -> None:
        """Open the export dialog."""

    def arrange_panes(self, arrangement: Arrangement) -> None:
        """Set the arrangement of panes."""

    def restore_places(self) -> None:
        """Show servers, clients and the card where they are in a new window."""

    def toggle_full_screen(self) -> None:
        """Enter or leave full screen mode."""


def fill_menus(menus: Menus, window: MenuOwner) -> None:
    """Fill a window's menu bar."""
    file_menu = menus.add(
        tr("&File"),
        [
            *_pane_entries(window),
            None,
            Entry(tr("&Open…"), window.sessions.ask_for_file, ("Ctrl+O",), "folder-open"),
            Entry(tr("Open a &folder of scenarios…"), lambda: window.gallery.ask_for_folder()),
            Entry(tr("&Save session"), lambda: window.sessions.saving.save(), ("Ctrl+S",), "save"),
            Entry(
                tr("Save session &as…"), lambda: window.sessions.saving.save_as(), ("Ctrl+Shift+S",)
            ),
            None,
            Entry(
                tr("Se&ttings…"),
                window.sessions.show_settings,
                ("Ctrl+,",),
                "settings",
                role=QAction.MenuRole.PreferencesRole,
            ),
            None,
            Entry(tr("&Export…"), window.show_export, ("Ctrl+E",), "save"),
            Entry(
                tr("&Log to a text file…"),
                lambda: window.text_logging.show_dialog(),
                (),
                "scroll-text",
            ),
            None,
            Entry(
                tr("&Quit"),
                window.close,
                ("Ctrl+Q",),
                "log-out",
                role=QAction.MenuRole.QuitRole,
            ),
        ],
    )
    window.sessions.fill_menu(file_menu, menus.actions[tr("&Save session")])
    menus.add(
        tr("&Edit"),
        [
            *find_entries(lambda: window.card),
            Entry(
                tr("&Go to address"),
                lambda: window.pane_actions.focus_address(),
                ("Ctrl+L",),
                "globe",
            ),
        ],
    )
    _add_view(menus, window)
    _add_pane(menus, window)
    _add_scenario(menus, window)
    _add_help(menus)


def _pane_entries(window: MenuOwner) -> Menu:
    """Return what adds and closes panes."""
    watch = Entry(
        tr("&Watch a program…"),
        lambda: window.watching.ask(),
        ("Ctrl+Shift+P",),
        "terminal",
    )
    return [
        Entry(tr("&New server"), window.add_server, ("Ctrl+Shift+T",), "server"),
        Entry(tr("New &client"), window.add_client, ("Ctrl+T",), "plug"),
        *([watch] if system.WATCHES_PROGRAMS else []),
        Entry(tr("Close &pane"), lambda: window.pane_actions.close(), ("Ctrl+W",), "x"),
        Entry(tr("Reopen close&d pane"), lambda: window.pane_actions.reopen(), ("Ctrl+Shift+W",)),
    ]


def _add_pane(menus: Menus, window: MenuOwner) -> None:
    # Lambdas: the actions are created on first use.
    menus.add(
        tr("&Pane"),
        [
            Entry(tr("&Start or connect"), lambda: window.pane_actions.start(), ("F6",), "play"),
            Entry(tr("S&top or disconnect"), lambda: window.pane_actions.stop(), ("Shift+F6",)),
            None,
            Entry(
                tr("Send last message a&gain"),
                lambda: window.pane_actions.send_again(),
                ("Ctrl+Shift+Return",),
                "refresh-cw",
            ),
            Entry(
                tr("Re&peat a message…"), lambda: window.pane_actions.repeat(), ("Ctrl+Shift+R",)
            ),
            Entry(
                tr("Sent &messages"),
                lambda: window.pane_actions.show_sent(),
                ("Ctrl+Shift+H",),
                "history",
            ),
            Entry(
                tr("&Copy the reply"),
                lambda: window.pane_actions.copy_reply(),
                ("Ctrl+Shift+C",),
                "copy",
            ),
            None,
            Entry(tr("&Rename"), lambda: window.pane_actions.rename(), ("F2",)),
            Entry(tr("&Duplicate"), lambda: window.pane_actions.duplicate(), ("Ctrl+D",), "copy"),
            None,
            Entry(tr("Start &all"), lambda: window.pane_actions.start_all(), ("Ctrl+F6",)),
        ],
    )


def _add_scenario(menus: Menus, window: MenuOwner) -> None:
    scenarios = window.scenario_control
    menus.add(
        tr("&Scenario"),
        [
            Entry(tr("&Run"), scenarios.run, ("Ctrl+R",), "play"),
            Entry(tr("&Stop all"), window.stop_all, ("Ctrl+.",), "square"),
            None,
            Entry(
                tr("S&tep"), lambda: window.step_control.stepping.step(), ("F10",), "step-forward"
            ),
            Entry(tr("Go &on"), lambda: window.step_control.stepping.go_on(), ("F5",)),
            Entry(tr("Step &all calls"), lambda: window.step_control.toggle()),
            None,
            Entry(tr("&Gallery…"), lambda: window.gallery.show(), ("Ctrl+G",), "file-text"),
            Entry(tr("&Variables…"), scenarios.opening.change_variables),
        ],
    )


def _add_help(menus: Menus) -> None:
    def show_keys() -> None:
        from socket_workbench.gui.window.widget_keys import key_list

        show(key_list(menus, menus.window))

    def show_log() -> None:
        from socket_workbench.gui.reports.dialog import LogFileDialog

        show(LogFileDialog(menus.window))

    def show_about() -> None:
        from socket_workbench.gui.window.about import About

        show(About(menus.window))

    def show(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    menus.add(
        tr("&Help"),
        [
            Entry(tr("&Keys"), show_keys, ("F1",), "circle-help"),
            Entry(tr("Show the &log file"), show_log, (), "file-text"),
            Entry(
                tr("&About Socket Workbench"),
                show_about,
                (),
                "info",
                role=QAction.MenuRole.AboutRole,
            ),
        ],
    )


def _add_view(menus: Menus, window: MenuOwner) -> None:
    def scheme(text: str, chosen: Scheme) -> Entry:
        return Entry(
            text,
            lambda: window.theme.set_scheme(chosen),
            group="scheme",
            checked=window.theme.scheme is chosen,
        )

    def arrangement(text: str, chosen: Arrangement) -> Entry:
        return Entry(
            text,
            lambda: window.arrange_panes(chosen),
            group="arrangement",
            checked=window.arrangement is chosen,
        )

    full_screen = tr("Full s&creen")
    view = menus.add(
        tr("&View"),
        [
            *zoom_entries(window.theme, lambda: window.part_zoom),
            Entry(
                tr("Comforta&ble rows"),
                lambda: window.theme.set_comfortable(not window.theme.is_comfortable),
                checked=window.theme.is_comfortable,
            ),
            None,
            scheme(tr("Colours of the s&ystem"), Scheme.SYSTEM),
            scheme(tr("L&ight"), Scheme.LIGHT),
            scheme(tr("&Dark"), Scheme.DARK),
            None,
            arrangement(tr("Panes side by side where they &fit"), Arrangement.AUTOMATIC),
            arrangement(tr("Panes always &side by side"), Arrangement.TILES),
            arrangement(tr("Panes behind &tabs"), Arrangement.TABS),
            Entry(tr("Everythin&g in its first place"), window.restore_places),
            None,
            Entry(full_screen, window.toggle_full_screen, ("F11",), checked=False),
            None,
        ],
    )
    # The window system, too, sets and ends it.
    view.aboutToShow.connect(
        lambda: menus.actions[full_screen].setChecked(menus.window.isFullScreen())
    )
    view.addAction(window.card.message_action)
    for dock in window.docks:
        view.addAction(dock.toggleViewAction())
