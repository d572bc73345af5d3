"""The plots work with nothing but what is in the frozen folder."""

import os
import subprocess
import sys
from pathlib import Path

PACKAGING = Path(__file__).parents[2] / "packaging"

# What is left out of the folder cannot be imported; then runs what runs first there.
DRAWN = f"""
import runpy, sys
sys.path.insert(0, {str(PACKAGING)!r})
from frozen_files import UNUSED_MODULES
sys.modules.update(dict.fromkeys(UNUSED_MODULES))
runpy.run_path({str(PACKAGING / "frozen_opengl.py")!r})

from PySide6.QtWidgets import QApplication
from socket_workbench.gui.counters.plot_loading import import_libraries
application = QApplication([])
assert import_libraries()
from socket_workbench.gui.counters.plots import CounterPlots
plots = CounterPlots()
plots.resize(400, 300)
plots.show()
application.processEvents()
image = plots.grab().toImage()
colours = {{image.pixel(x, y) for x in range(0, 400, 3) for y in range(0, 300, 3)}}
assert len(colours) > 1, colours
print("drawn")
"""


def test_plots_are_drawn_without_what_is_left_out():
    done = subprocess.run(
        [sys.executable, "-c", DRAWN],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "drawn\n", done.stderr


def test_the_spec_runs_it_first():
    assert '"frozen_opengl.py"' in (PACKAGING / "frozen.spec").read_text("utf-8")
