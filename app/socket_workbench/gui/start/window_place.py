"""Where a window keeps its state, apart from those of other windows that are open."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.journal.storage.claim import Claim

KEEP_INTERVAL = 1000
"""Milliseconds between looks whether the panes have changed: so much a `kill -9` may cost."""

_INTERVAL_OF_PANE = 50
"""At least so many milliseconds for each pane: a look at one takes a fraction of one."""

_MOST = 100


class WindowPlace(QObject):
    """The state of one window: the file of the window that was used last and is not open.

    Each window that is open at the same time has one of its own, so that they come back as they
    were, whichever is closed last.

    Args:
        folder: where the files are.

    Attributes:
        settings: the window's own; the user's settings where no file can be had.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claim, self._file = _take(folder)
        self.settings = Settings(self._file)
        self._window: MainWindow | None = None
        self._kept: tuple[str, dict[str, object]] | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(KEEP_INTERVAL)
        self._clock.timeout.connect(self.keep_panes)

    def watch(self, window: MainWindow) -> None:
        """Keep the panes of a window from now on, whenever they have changed."""
        self._window = window
        self._clock.start()

    @Slot()
    def keep_panes(self) -> None:
        """Keep the panes and the scenario now, if they have changed."""
        if self._window is None:
            return
        panes = len(self._window.board.panes())
        self._clock.setInterval(max(KEEP_INTERVAL, _INTERVAL_OF_PANE * panes))
        state = self._window.scenarios.current(), self._window.board.save()
        if state != self._kept:
            self._kept = state
            memory.keep_panes(self._window, self.settings)
            self.settings.save()

    def close(self) -> None:
        """Keep the panes, and leave the state to the next window."""
        self._clock.stop()
        self.keep_panes()
        self._window = None
        if self._file is not None:
            # The window that is closed last is the one that comes back first.
            with suppress(OSError):
                self._file.touch()
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None


def _take(folder: Path) -> tuple[Claim | None, Path | None]:
    """Claim a state that nobody uses, the one used last if there are several, or a new one."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        used = {file: file.stat().st_mtime_ns for file in folder.glob("*.ini")}
    except OSError:
        return None, None
    files = sorted(used, key=used.__getitem__, reverse=True)
    files += [folder / f"{number}.ini" for number in range(1, _MOST)]
    for file in files:
        try:
            return Claim(file.with_suffix(""), alone=True), file
        except OSError:
            continue
    return None, None
