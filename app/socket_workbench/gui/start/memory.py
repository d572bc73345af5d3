"""Saves and restores the window's state."""

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray

from socket_workbench.gui.looks.theme import SCHEME_KEY, Scheme, Theme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.panes.saved import without_messages
from socket_workbench.gui.scenarios.listing import FIRST
from socket_workbench.gui.session.settings import Settings, Values
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.gui.window.status import Status

_STATE_VERSION = 1
_COMFORTABLE = "comfortable"


def restore_looks(theme: Theme, settings: Settings) -> None:
    """Restore the colour scheme, the font size and the height of rows."""
    theme.set_scheme(Scheme.named(settings.text(SCHEME_KEY)))
    theme.set_zoom(settings.number("looks/zoom", 1.0))
    theme.set_comfortable(settings.text("looks/rows") == _COMFORTABLE)


def restore_window(window: MainWindow, settings: Settings) -> None:
    """Restore the window's size, position and arrangement."""
    window.restoreGeometry(settings.bytes("window/geometry"))
    window.restoreState(settings.bytes("window/state"), _STATE_VERSION)
    if settings.number("window/folded", 0):
        # It was hidden because the window was narrow.
        window.docks[1].show()
    window.kept_split = settings.table("window/split")
    window.card.restore_state(bytes(settings.bytes("window/card").data()))
    arrangement = settings.text("window/panes")
    if arrangement in [each.value for each in Arrangement]:
        window.arrange_panes(Arrangement(arrangement))


def expect_panes(window: MainWindow, settings: Settings, *, are_kept: bool) -> None:
    """Tell the board that panes will be restored.

    Args:
        window: the window.
        settings: the settings with the saved state.
        are_kept: whether saved panes will be restored, rather than others created.
    """
    if are_kept:
        window.scenarios.choose(settings.text("panes/scenario") or FIRST)
    window.board.expect(settings.table("panes/all") if are_kept else {})
    window.status.show_status(Status(coming=window.board.coming))


def restore_panes(
    window: MainWindow, settings: Settings, then: Callable[[], None] = lambda: None
) -> None:
    """Restore scenarios, the panes and the watched programs; nothing is started.

    Args:
        window: the window.
        settings: the settings with the saved state.
        then: called when all are restored; nothing must be saved before.
    """

    def restore(is_open: bool) -> None:
        window.board.restore(settings.table("panes/all"), then)

    window.scenario_control.choose(settings.text("panes/scenario") or FIRST, restore)
    folder = settings.text("scenarios/folder")
    if folder:
        window.gallery.restore_folder(folder)
    programs = settings.table("programs/all")
    if programs.get("programs"):
        window.watching.restore(programs)


def looks_state(theme: Theme) -> Values:
    """Return the colour scheme, the font size and the height of rows, by their settings."""
    return {
        SCHEME_KEY: theme.scheme.value,
        "looks/zoom": theme.zoom,
        "looks/rows": _COMFORTABLE if theme.is_comfortable else "compact",
    }


def window_state(window: MainWindow) -> Values:
    """Return the window's size, position and arrangement, by their settings."""
    state: dict[str, QByteArray | str | float] = {
        "window/geometry": window.saveGeometry(),
        "window/state": window.saveState(_STATE_VERSION),
        "window/folded": int("pane_fold" in window.__dict__ and window.pane_fold.is_folded),
        "window/card": QByteArray(window.card.save_state()),
        "window/panes": window.arrangement.value,
    }
    if "splits" in window.__dict__:
        state["window/split"] = json.dumps(window.splits.save_state())
    return state


def keep_panes(window: MainWindow, settings: Settings) -> None:
    """Save the scenario, the watched programs and the panes.

    If that is too much, the panes are saved without sent messages.
    """
    settings.set_table("programs/all", saved_programs(window))
    settings.set("panes/scenario", window.scenarios.current())
    settings.set("scenarios/folder", open_folder(window))
    panes = window.board.save()
    if not settings.set_table("panes/all", panes):
        settings.set_table("panes/all", without_messages(panes))


def open_folder(window: MainWindow) -> str:
    """Return the folder of scenarios that is open; empty where there is none."""
    path = window.gallery.folder.path if "gallery" in window.__dict__ else None
    return str(path) if path is not None else ""


def saved_programs(window: MainWindow) -> dict[str, object]:
    """Return the state of the watched programs; empty where there never were any."""
    return window.watching.save() if "watching" in window.__dict__ else {}
