"""How long the program takes to start."""

import statistics
import subprocess
import sys
import tempfile
from time import monotonic

from benchmarks.processes import ROOT, environment

_BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
application = QApplication([])
window = Window()
window.show()
application.exec()
"""

_PROGRAM = """
import os
from PySide6.QtCore import QTimer
from socket_workbench import __main__
from socket_workbench.gui.window import main_window
class Window(main_window.MainWindow):
    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
from socket_workbench.gui.start import application
application.MainWindow = Window
__main__.main([])
"""

_HELP = """
import sys
from socket_workbench.__main__ import main
try:
    main(["--help"])
except SystemExit:
    pass
assert not any(name.startswith("PySide6") for name in sys.modules)
"""


def start_seconds(rounds):
    """Return the medians of: a bare QMainWindow, the program's window, `--help`."""
    programs = (_BARE, _PROGRAM, _HELP)
    times = [[_seconds(program) for program in programs] for _ in range(rounds + 1)]
    # The first round finds cold files.
    return [statistics.median(column) for column in zip(*times[1:], strict=True)]


def _seconds(program):
    with tempfile.TemporaryDirectory(prefix="socket-workbench-bench-") as folder:
        began = monotonic()
        subprocess.run(
            [sys.executable, "-c", program],
            env=environment(folder),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return monotonic() - began
