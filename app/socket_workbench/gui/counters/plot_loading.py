"""Loads the libraries that draw plots, in a job: they are large and not always installed."""

import importlib
import os

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job

LIBRARIES = ("numpy", "pyqtgraph")

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Environment in which numpy's library starts no threads: a thread for each processor would wait
for matrices that never come."""


def import_libraries() -> bool:
    """Import what plots need; returns whether all of it is there."""
    added = {name: value for name, value in ONE_THREAD.items() if name not in os.environ}
    os.environ.update(added)
    try:
        for name in LIBRARIES:
            importlib.import_module(name)
    except ImportError:
        return False
    finally:
        for name in added:
            del os.environ[name]
    return True


class PlotLoading(QObject):
    """Imports what plots need without holding up the window.

    Attributes:
        has_begun: whether it was asked to begin.

    Signals:
        ended(bool): it is over; whether all is there.
    """

    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.has_begun = False

    def begin(self) -> None:
        """Begin to load, once."""
        if not self.has_begun:
            self.has_begun = True
            job = Job("plots", lambda token: import_libraries(), self)
            job.succeeded.connect(self._on_job_succeeded)
            job.start()

    @Slot(object)
    def _on_job_succeeded(self, complete: bool) -> None:
        self.ended.emit(complete)
