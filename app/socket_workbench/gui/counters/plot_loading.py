"""Imports the plotting libraries, which are large and optional, in a job."""

import importlib
import os

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job

LIBRARIES = ("numpy", "pyqtgraph")

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Environment in which the library behind numpy starts no threads, of which it would start one per
processor."""


def import_libraries() -> bool:
    """Import the plotting libraries; return whether they are installed."""
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
    """Imports the plotting libraries once, in a job.

    Attributes:
        has_begun: whether `begin` was called.

    Signals:
        ended(bool): the job has ended; carries whether the libraries are installed.
    """

    ended = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.has_begun = False

    def begin(self) -> None:
        """Start the job; later calls have no effect."""
        if not self.has_begun:
            self.has_begun = True
            job = Job("plots", lambda token: import_libraries(), self)
            job.succeeded.connect(self._on_job_succeeded)
            job.start()

    @Slot(object)
    def _on_job_succeeded(self, complete: bool) -> None:
        self.ended.emit(complete)
