"""Tests of watched programs in the window, with real programs."""

import sys

import pytest

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.gui.window.pages import LOG, PYTHON
from socket_workbench.language import tr

SERVER = """import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    server.accept()
"""


def test_two_programs_run_beside_each_other_until_all_are_stopped(window, session, tmp_path, until):
    path = tmp_path / "server.py"
    path.write_text(SERVER)
    for _ in range(2):
        window.menus.actions[tr("&Watch a program…")].trigger()
        form = window.findChild(ProgramForm)
        assert session.programs.live_count == window.watching.tabs.count()
        form.name.setText(str(path))
        form.python.setText(sys.executable)
        form.run_button.click()
        until(lambda: window.findChild(ProgramForm) is None)
    panes = window.watching.panes()
    until(lambda: all(pane.source.mark_at(3) is not None for pane in panes))
    assert window.watching.fold.is_shown
    assert window.stop_button.isEnabled()
    window.refresh_status()
    assert "2 programs" in window.status.text()
    until(lambda: window.log.model.rowCount() > 0)

    window.stop_button.click()

    until(lambda: not session.programs.live_count)
    assert [pane.chip.word() for pane in panes] == ["stopped", "stopped"]
    assert not window.stop_button.isEnabled()
    window.watching.tabs.tabCloseRequested.emit(0)
    assert window.watching.panes() == panes[1:]


TWICE = """import socket
a, b = socket.socketpair()
a.send(b"hello")
b.recv(9)
"""


def test_a_row_that_is_selected_leads_to_its_line_in_the_right_program(window, tmp_path, until):
    path = tmp_path / "twice.py"
    path.write_text(TWICE)
    for _ in range(2):
        window.watching.run(Program(str(path), python=sys.executable))
    first, second = window.watching.panes()
    until(lambda: not first.is_live and not second.is_live)
    window.watching.tabs.setCurrentIndex(1)
    log = window.card.show_page(LOG)
    pid = first._run.watch.program.process.pid

    def received():
        lines = (log.model.line(place) for place in range(log.model.rowCount()))
        calls = enumerate(line.call for line in lines)
        return [at for at, call in calls if call and (call.name, call.process) == ("recv", pid)]

    until(received)
    log.view.go_to(received()[0])

    until(lambda: first.source.mark_at(4) == LineMark(4, MarkKind.CHOSEN, "= 5"))
    assert window.watching.tabs.currentIndex() == 0
    assert second.source.mark_at(4) == LineMark(4, MarkKind.RETURNED, "= 5")


@pytest.mark.parametrize(("size", "zoom"), [((1280, 720), 2.5), ((1024, 700), 2.5)])
def test_a_program_never_makes_the_window_larger(window, theme, until, tmp_path, size, zoom):
    path = tmp_path / "プログラム.py"
    path.write_text("import socket\n")
    window.resize(*size)
    theme.set_zoom(zoom)
    window.watching.run(Program(str(path), python=sys.executable))
    until(lambda: not window.watching.panes()[0].is_live)
    until(lambda: (window.width(), window.height()) == size)
    least = window.minimumSizeHint()
    assert (least.width() <= size[0], least.height() <= size[1]) == (True, True)


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
def test_two_lines_of_the_source_are_seen_in_any_size_of_type(window, theme, until, tmp_path, zoom):
    path = tmp_path / "server.py"
    path.write_text("import socket\n" * 30 + "# " + "long " * 99)
    window.resize(1024, 700)
    window.watching.run(Program(str(path), python=sys.executable))
    (pane,) = window.watching.panes()
    theme.set_zoom(zoom)
    until(lambda: not pane.is_live and pane.source.blockCount() == 31)
    until(lambda: pane.source.horizontalScrollBar().maximum() > 0)
    line = pane.source.fontMetrics().lineSpacing()
    until(lambda: pane.source.viewport().height() >= 2 * line)
    assert pane.output.height() >= pane.output.fontMetrics().lineSpacing()


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


def test_the_program_of_a_pane_is_run_in_the_same_tab_again(window, session, until):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    page = window.card.show_page(PYTHON)
    until(lambda: "PORT = 0\n" in page.view.toPlainText())

    page.run_button.click()

    until(lambda: session.programs.live_count == 1)
    (shown,) = window.watching.panes()
    until(lambda: "127.0.0.1" in shown.output.toPlainText())
    assert shown.program.title == f"{pane.name.lower().replace(' ', '_')}.py"
    until(lambda: shown.source.toPlainText() == page.view.toPlainText())
    accept = next(
        number
        for number, line in enumerate(page.view.toPlainText().splitlines(), 1)
        if ".accept()" in line
    )
    until(lambda: shown.source.mark_at(accept) is not None)
    first = shown._run

    window.card.show_page(PYTHON)
    pane.options.set_values({"backlog": 7})
    page.run_button.click()

    until(lambda: shown._run is not first and shown.is_live)
    assert window.watching.panes() == [shown]
    until(lambda: "BACKLOG = 7" in shown.source.toPlainText())
    until(lambda: "127.0.0.1" in shown.output.toPlainText())
    path = shown.program.path()
    shown.stop()
    until(lambda: not shown.is_live)
    assert path.exists()


def test_a_server_that_has_the_address_is_stopped_first_if_the_user_wants_that(
    window, session, until
):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    page = window.card.show_page(PYTHON)
    assert pane.start()
    until(lambda: pane.running is not None and pane.running.bound is not None)
    port = pane.running.bound.port
    until(lambda: f"PORT = {port}\n" in page.view.toPlainText())

    page.run_button.click()

    assert page.running.question.text().startswith(f"{pane.name} has the address")
    assert "watching" not in window.__dict__
    (stop,) = page.running.question.remedies()
    assert stop.text() == f"Stop {pane.name} and run"
    stop.click()
    until(lambda: session.programs.live_count == 1)
    assert not pane.is_live
    assert page.running.question.text() == ""
    (shown,) = window.watching.panes()
    until(lambda: str(port) in shown.output.toPlainText())
    shown.stop()
    until(lambda: not shown.is_live)


def test_a_tab_shows_a_programs_name_as_one_harmless_line(window, tmp_path):
    window.watching.run(Program(str(tmp_path / "a&b\n\u202e.py"), python=sys.executable))

    assert window.watching.tabs.tabText(0) == "a&&b␊\\u202e.py"
