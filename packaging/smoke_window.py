"""The step of `smoke.py` that opens the window; its words are a folder, a scenario and a process.

It runs the scenario, lets a silent peer connect, takes pictures in both schemes and zoomed, and
closes the window. The file `window.txt` says `passed`, or what did not go well.
"""

import os
import socket
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QTreeView

from socket_workbench.__main__ import main
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.start import application
from socket_workbench.gui.window.main_window import MainWindow

LOOKS = ((Scheme.LIGHT, 1.0), (Scheme.DARK, 1.0), (Scheme.LIGHT, 1.5))
LOOK_MILLISECONDS = 100
SMALLER = 3
"""Pixels by which data and remarks are smaller than the interface's font, at most."""


def has_ended(parent: int) -> bool:
    """Return whether the process that started this one has ended, as far as the system tells that.

    Windows does not: there a child keeps the number of a parent that is gone. And the `python.exe`
    of an environment starts another one, so that there is a process between.
    """
    return sys.platform != "win32" and os.getppid() != parent


class Visit(QObject):
    """Waits until the scenario has run and is in the log, then looks at the window and closes it.

    It also closes it when the process that started this one has ended, where the system tells that.
    """

    def __init__(self, window: MainWindow, folder: Path, parent: int) -> None:
        super().__init__(window)
        self._parent = parent
        self._window = window
        self._folder = folder
        self._silent: socket.socket | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MILLISECONDS)

    def _look(self) -> None:
        if has_ended(self._parent):
            self._window.close()
            return
        board = self._window.board
        servers = [pane.running for pane in board.servers.panes() if pane.running is not None]
        if self._silent is None and servers and servers[0].address.port:
            self._silent = socket.create_connection(("127.0.0.1", servers[0].address.port))
        clients = [pane for pane in board.clients.panes() if isinstance(pane, ClientPane)]
        words = [pane.script.chip.word() for pane in clients]
        has_rows = any(view.model().rowCount() for view in self._window.findChildren(LogView))
        if self._silent is None or not words or not all(words) or not has_rows:
            return
        self._timer.stop()
        self._take_pictures()
        is_well = words == ["PASSED"] * len(words) and not self._unzoomed()
        told = "passed" if is_well else f"{words}, not zoomed: {self._unzoomed()}"
        (self._folder / "window.txt").write_text(told, "utf-8")
        self._window.close()

    def _take_pictures(self) -> None:
        for scheme, zoom in LOOKS:
            self._window.theme.set_scheme(scheme)
            self._window.theme.set_zoom(zoom)
            QApplication.processEvents()
            self._window.grab().save(str(self._folder / f"window-{scheme.value}-{zoom}.png"))
        menu = self._window.findChildren(QMenu)[0]
        menu.resize(menu.sizeHint())
        menu.grab().save(str(self._folder / "menu.png"))

    def _unzoomed(self) -> list[str]:
        """Return the menus and views whose font did not follow the zoom."""
        wanted = QApplication.font().pixelSize() - SMALLER
        widgets = [*self._window.findChildren(QMenu), *self._window.findChildren(QTreeView)]
        return [str(each) for each in widgets if each.font().pixelSize() < wanted]


def visit(folder: Path, scenario: str, parent: int) -> int:
    """Open the window, for as long as its parent process runs at most; return its exit code."""
    go_on = application._go_on  # noqa: SLF001 - what is called when the window was painted

    def go_on_and_look(window: MainWindow, *rest: object) -> None:
        go_on(window, *rest)  # type: ignore[arg-type]
        Visit(window, folder, parent)

    application._go_on = go_on_and_look  # type: ignore[assignment]  # noqa: SLF001
    return main(["--scenario", scenario, "--run"])


if __name__ == "__main__":
    sys.exit(visit(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
