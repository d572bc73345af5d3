"""Loads the libraries that draw plots, in a thread: they are large and not always installed."""

import importlib
import os

from PySide6.QtCore import QObject, Qt, Signal, Slot

from socket_workbench.engine.threads import Threads

LIBRARIES = ("numpy", "pyqtgraph")

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Environment in which numpy's library starts no threads: a thread for each processor would wait
for matrices that never come."""


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
        added = {name: value for name, value in ONE_THREAD.items() if name not in os.environ}
        os.environ.update(added)
        complete = True
        try:
            for name in LIBRARIES:
                importlib.import_module(name)
        except ImportError:
            complete = False
        for name in added:
            del os.environ[name]
        self._imported.emit(complete)

    @Slot(bool)
    def _on_imported(self, complete: bool) -> None:
        self.ended.emit(complete)
