"""Chooses the file of a window's state, and its number, separate from those of other windows."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.journal.storage.claim import Claim
from socket_workbench.language import tr

KEEP_INTERVAL = 1000
"""Milliseconds between checks whether the panes have changed: what a `kill -9` can lose."""

_INTERVAL_OF_PANE = 50
"""Milliseconds between checks for each pane, if that is longer: a check takes time per pane."""

_MOST = 100


class WindowPlace(QObject):
    """The state file of one window: the most recently used one that no open window uses.

    Windows that are open at the same time use different files, so each state is restored, whichever
    window is closed last.

    Args:
        folder: the folder of the files.

    Attributes:
        settings: the window's settings; the user's settings if no file can be used.

    Signals:
        keeping_failed(str): the panes cannot be written, which is tried again; emitted once;
            carries a sentence.
    """

    keeping_failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claim, self._file = _take(folder)
        self.settings = Settings(self._file)
        self._window: MainWindow | None = None
        self._kept: tuple[tuple[str, str], dict[str, object], dict[str, object]] | None = None
        self._has_failed = False
        self._clock = QTimer(self)
        self._clock.setInterval(KEEP_INTERVAL)
        self._clock.timeout.connect(self.keep_panes)

    def watch(self, window: MainWindow) -> None:
        """Save the panes and the watched programs of a window whenever they change."""
        self._window = window
        self._clock.start()

    @Slot()
    def keep_panes(self) -> None:
        """Save the panes, scenarios and the watched programs now, if they have changed."""
        if self._window is None:
            return
        panes = len(self._window.board.panes())
        self._clock.setInterval(max(KEEP_INTERVAL, _INTERVAL_OF_PANE * panes))
        state = (
            (self._window.scenarios.current(), memory.open_folder(self._window)),
            self._window.board.save(),
            memory.saved_programs(self._window),
        )
        if state == self._kept:
            return
        memory.keep_panes(self._window, self.settings)
        if self.settings.save():
            self._kept = state
        elif not self._has_failed:
            self._has_failed = True
            self.keeping_failed.emit(
                tr(
                    "Panes and settings cannot be kept in {folder}. See that it can be written and"
                    " that its disk has room.",
                    folder=self.settings.path.parent,
                )
            )

    def close(self) -> None:
        """Save the panes, and release the file for the next window."""
        self._clock.stop()
        self.keep_panes()
        self._window = None
        if self._file is not None:
            # The state of the window that is closed last is used first.
            with suppress(OSError):
                self._file.touch()
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None


class WindowNumber:
    """The number that tells a window from those of other processes: the lowest that is free.

    Args:
        folder: the folder of the lock files. Where none can be made, each window has the number 1.

    Attributes:
        number: the number, from 1.
    """

    def __init__(self, folder: Path) -> None:
        self.number = 1
        self._claim: Claim | None = None
        with suppress(OSError):
            _make(folder)
            for number in range(1, _MOST):
                with suppress(BlockingIOError):
                    self._claim = Claim(folder / f"window-{number}", alone=True)
                    self.number = number
                    break

    def title(self) -> str:
        """Return the title of the window."""
        if self.number == 1:
            return tr("Socket Workbench")
        # Qt adds the name of the program to a title that does not end with it.
        return tr("Window {number} — Socket Workbench", number=self.number)

    def release(self) -> None:
        """Give the number to the next window."""
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _take(folder: Path) -> tuple[Claim | None, Path | None]:
    """Lock the most recently used file that no window uses, or a new one."""
    try:
        _make(folder)
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
