"""Tests of watched programs in the window, with real programs."""

import sys

from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.language import tr

SERVER = """import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    server.accept()
"""


def test_two_programs_run_beside_each_other_until_all_are_stopped(window, tmp_path, until):
    path = tmp_path / "server.py"
    path.write_text(SERVER)
    for _ in range(2):
        window.menus.actions[tr("&Watch a program…")].trigger()
        form = window.findChild(ProgramForm)
        assert not window.watching.is_live or window.watching.tabs.count() == 1
        form.name.setText(str(path))
        form.python.setText(sys.executable)
        form.run_button.click()
        until(lambda: window.findChild(ProgramForm) is None)
    panes = window.watching.panes()
    until(lambda: all(pane.source.mark_at(3) is not None for pane in panes))
    assert not window.watching.dock.isHidden()
    assert window.stop_button.isEnabled()
    until(lambda: window.log.model.rowCount() > 0)

    window.stop_button.click()

    until(lambda: not window.watching.is_live)
    assert [pane.chip.word() for pane in panes] == ["stopped", "stopped"]
    assert not window.stop_button.isEnabled()
    window.watching.tabs.tabCloseRequested.emit(0)
    assert window.watching.panes() == panes[1:]


def test_closing_the_window_ends_its_programs(window, tmp_path, until, qtbot):
    path = tmp_path / "server.py"
    path.write_text(SERVER)
    window.menus.actions[tr("&Watch a program…")].trigger()
    form = window.findChild(ProgramForm)
    form.name.setText(str(path))
    form.python.setText(sys.executable)
    form.run_button.click()
    (pane,) = window.watching.panes()
    until(lambda: pane.source.mark_at(3) is not None)
    process = pane._run.watch.program.process

    with qtbot.waitSignal(window.ended) as ended:
        window.close()

    assert ended.args == [[]]
    assert process.poll() is not None
