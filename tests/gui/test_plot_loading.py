import sys

from socket_workbench.gui.plot_loading import LIBRARIES, PlotLoading


def test_the_libraries_are_loaded_in_a_thread_once(session, qtbot):
    loading = PlotLoading(session.threads, session)
    with qtbot.waitSignal(loading.ended, timeout=20_000) as told:
        loading.begin()
    assert told.args == [True]
    assert all(name in sys.modules for name in LIBRARIES)
    with qtbot.assertNotEmitted(loading.ended, wait=50):
        loading.begin()


def test_a_library_that_is_not_there_is_told(session, qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyqtgraph", None)
    loading = PlotLoading(session.threads, session)
    with qtbot.waitSignal(loading.ended, timeout=20_000) as told:
        loading.begin()
    assert told.args == [False]
