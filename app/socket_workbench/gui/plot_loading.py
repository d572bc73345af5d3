"""Loads the libraries that draw plots, in a thread: they are large and not always installed."""

import importlib

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.engine.threads import Threads

LIBRARIES = ("numpy", "pyqtgraph")


class PlotLoading(QObject):
    """Imports what plots need without holding up the window.

    Attributes:
        has_begun: whether it was asked to begin.

    Signals:
        ended(bool): it is over; whether all is there.
    """

    ended = Signal(bool)
    _imported = Signal(bool)

    def __init__(self, threads: Threads, parent: QObject | None = None) -> None:
        """Prepare.

        Args:
            threads: starts the thread.
            parent: what lives at least as long as the thread.
        """
        super().__init__(parent)
        self._threads = threads
        self.has_begun = False
        self._imported.connect(self._on_imported, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Begin to load, once."""
        if not self.has_begun:
            self.has_begun = True
            self._threads.start("plots", self._import)

    def _import(self) -> None:
        try:
            for name in LIBRARIES:
                importlib.import_module(name)
        except ImportError:
            self._imported.emit(False)
        else:
            self._imported.emit(True)

    @Slot(bool)
    def _on_imported(self, complete: bool) -> None:
        self.ended.emit(complete)
