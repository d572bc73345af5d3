"""How long the program takes to start."""

import statistics
import subprocess
import sys
import tempfile
from time import monotonic

from benchmarks.processes import ROOT, environment

_ENDS_WHEN_PAINTED = """
import os
from PySide6 import QtCore, QtWidgets
class Window(QtWidgets.QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        # When what stands in it has been painted too.
        QtCore.QTimer.singleShot(0, lambda: os._exit(0))
"""

_BARE = f"""
{_ENDS_WHEN_PAINTED}
application = QtWidgets.QApplication([])
window = Window()
window.show()
application.exec()
"""

_ENDS_WITH_SPLASH = """
class Label(QtWidgets.QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
QtWidgets.QLabel = Label
"""

# The window's own modules are imported by the program, in its order.
_PROGRAM = """
from socket_workbench.gui.start import compatibility
look = compatibility.obstacle_to_window
def look_and_derive():
    obstacle = look()
    exec({ends!r}, globals())
    QtWidgets.QMainWindow = Window
    return obstacle
compatibility.obstacle_to_window = look_and_derive
from socket_workbench.__main__ import main
main([])
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
    """Return the medians of: a bare QMainWindow, the program's window, its first picture, `--help`.

    The first picture is that of the splash screen, or that of the window where there is none.
    """
    window = _PROGRAM.format(ends=_ENDS_WHEN_PAINTED)
    first = _PROGRAM.format(ends=_ENDS_WHEN_PAINTED + _ENDS_WITH_SPLASH)
    programs = (_BARE, window, first, _HELP)
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
