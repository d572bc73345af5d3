"""What stands in the window's menus."""

from typing import TYPE_CHECKING

from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.window.actions import Entry, Menus
from socket_workbench.gui.window.find_entries import find_entries
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.window.main_window import MainWindow


def fill_menus(window: "MainWindow") -> Menus:
    """Fill the window's menu bar."""
    menus = Menus(window, window.menuBar())
    file_menu = menus.add(
        tr("&File"),
        [
            Entry(tr("&New server"), window.add_server, ("Ctrl+Shift+T",), "server"),
            Entry(tr("New &client"), window.add_client, ("Ctrl+T",), "plug"),
            Entry(tr("&Close pane"), window.close_pane, ("Ctrl+W",), "x"),
            None,
            Entry(tr("&Open…"), window.sessions.ask_for_file, ("Ctrl+O",), "folder-open"),
            Entry(tr("&Save session"), window.sessions.saving.save, ("Ctrl+S",), "save"),
            Entry(tr("Save session &as…"), window.sessions.saving.save_as, ("Ctrl+Shift+S",)),
            None,
            Entry(tr("Se&ttings…"), window.sessions.show_settings, ("Ctrl+,",), "settings"),
            None,
            Entry(tr("&Export…"), window.exporting.show_dialog, ("Ctrl+E",), "save"),
            Entry(tr("&Log to a text file…"), window.text_logging.show_dialog, (), "scroll-text"),
            None,
            Entry(tr("&Quit"), window.close, ("Ctrl+Q",), "log-out"),
        ],
    )
    window.sessions.fill_menu(file_menu, menus.actions[tr("&Save session")])
    menus.add(
        tr("&Edit"),
        [
            *find_entries(lambda: window.log),
            Entry(tr("&Address"), window.focus_address, ("Ctrl+L",), "globe"),
        ],
    )
    _add_view(menus, window)
    menus.add(
        tr("&Scenario"),
        [
            Entry(tr("&Run"), window.run_scenario, ("Ctrl+R",), "play"),
            Entry(tr("&Stop all"), window.stop_all, ("Ctrl+.",), "square"),
            None,
            Entry(tr("&Gallery…"), window.show_gallery, ("Ctrl+G",), "file-text"),
        ],
    )
    menus.add(
        tr("&Help"),
        [
            Entry(tr("&Keys"), window.show_keys, ("F1",), "circle-help"),
            Entry(tr("&About Socket Workbench"), window.show_about, (), "info"),
        ],
    )
    return menus


def _add_view(menus: Menus, window: "MainWindow") -> None:
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

    view = menus.add(
        tr("&View"),
        [
            Entry(tr("&Larger type"), window.theme.zoom_in, ("Ctrl+=", "Ctrl++")),
            Entry(tr("&Smaller type"), window.theme.zoom_out, ("Ctrl+-",)),
            Entry(tr("&Usual type"), window.theme.reset_zoom, ("Ctrl+0",)),
            None,
            scheme(tr("Colours of the s&ystem"), Scheme.SYSTEM),
            scheme(tr("L&ight"), Scheme.LIGHT),
            scheme(tr("&Dark"), Scheme.DARK),
            None,
            arrangement(tr("Panes side by side where they &fit"), Arrangement.AUTOMATIC),
            arrangement(tr("Panes always &side by side"), Arrangement.TILES),
            arrangement(tr("Panes behind &tabs"), Arrangement.TABS),
            None,
            Entry(tr("Full s&creen"), window.toggle_full_screen, ("F11",), "maximize-2"),
            None,
        ],
    )
    for dock in window.docks:
        view.addAction(dock.toggleViewAction())
