import os
import subprocess
import sys

import pytest

from socket_workbench.gui.counters.plot_loading import LIBRARIES, PlotLoading


def test_the_libraries_are_loaded_in_a_thread_once(qtbot):
    loading = PlotLoading()
    with qtbot.waitSignal(loading.ended, timeout=20_000) as told:
        loading.begin()
    assert told.args == [True]
    assert all(name in sys.modules for name in LIBRARIES)
    with qtbot.assertNotEmitted(loading.ended, wait=50):
        loading.begin()


def test_a_library_that_is_not_there_is_told(qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyqtgraph", None)
    loading = PlotLoading()
    with qtbot.waitSignal(loading.ended, timeout=20_000) as told:
        loading.begin()
    assert told.args == [False]


PROGRAM = """
import os
from pathlib import Path
from socket_workbench.gui.counters.plot_loading import import_libraries
before = dict(os.environ)
import_libraries()
print(len(list(Path("/proc/self/task").iterdir())), os.environ == before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells of the threads")
def test_loading_leaves_no_threads_and_the_environment_as_it_was():
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.stdout, result.stderr) == ("1 True\n", "")
