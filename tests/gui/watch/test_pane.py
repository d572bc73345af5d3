"""Tests of the pane of a watched program, with real programs."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.watch.pane import ProgramPane
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.gui.widgets.whole_line import LONGEST, too_long

WAITS = """import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
print("ready", flush=True)
server.accept()
"""

FAILS = """import socket
a, b = socket.socketpair()
name = input()
print("hello", name)
a.send("text")
"""


@pytest.fixture
def watched(qtbot, session, program, until):
    """Show the pane of a program; it is ended after the test, whatever became of that."""

    # The bot does not keep them.
    panes: list[ProgramPane] = []

    def end(pane):
        pane.stop()
        until(lambda: not pane.is_live)

    def show(text, **how):
        pane = ProgramPane(session, program(text, **how))
        panes.append(pane)
        qtbot.addWidget(pane, before_close_func=end)
        pane.resize(600, 600)
        pane.show()
        return pane

    return show


def test_a_pane_runs_nothing_until_it_is_told_to(session, watched, until):
    pane = watched(WAITS)

    until(lambda: pane.source.toPlainText() == WAITS)

    assert not pane.is_live
    assert session.rows == 0


def test_the_line_that_waits_is_marked_until_the_program_is_stopped(qtbot, watched, until):
    pane = watched(WAITS)

    qtbot.mouseClick(pane.run_button, Qt.MouseButton.LeftButton)

    until(lambda: pane.source.mark_at(6) is not None)
    assert pane.source.mark_at(6).kind is MarkKind.WAITING
    assert pane.source.mark_at(6).words.startswith("waiting")
    until(lambda: "ready" in pane.output.toPlainText())
    assert not pane.run_button.isEnabled()

    qtbot.mouseClick(pane.stop_button, Qt.MouseButton.LeftButton)

    until(lambda: not pane.is_live)
    assert pane.chip.word() == "stopped"
    # The call that has returned last.
    assert pane.source.marks() == [LineMark(4, MarkKind.RETURNED, "= None")]
    assert pane.run_button.isEnabled()


def test_a_program_is_typed_into_and_its_mistake_is_named(qtbot, watched, until):
    pane = watched(FAILS)
    chosen: list[int] = []
    pane.moment_chosen.connect(chosen.append)
    pane.start()
    until(lambda: pane.source.mark_at(2) is not None)

    pane.input.setText("José")
    qtbot.keyClick(pane.input, Qt.Key.Key_Return)
    until(lambda: not pane.is_live)

    assert "hello José" in pane.output.toPlainText()
    assert "TypeError" in pane.output.toPlainText()
    assert pane.chip.word() == "exit code 1"
    assert pane.hints.count() == 1
    assert "program.py:5 · send-str · error" in pane.hints.item(0).text()
    assert pane.source.mark_at(5) == LineMark(5, MarkKind.FAILED, "TypeError")
    pane.hints.itemClicked.emit(pane.hints.item(0))
    assert pane.source.textCursor().blockNumber() + 1 == 5
    assert len(chosen) == 1


COUNTS = """import sys
for line in sys.stdin:
    print(len(line), ascii(line[-3:]), flush=True)
"""


def test_what_is_typed_reaches_the_program_whatever_it_is(qtbot, watched, until):
    pane = watched(COUNTS)
    pane.start()
    until(lambda: pane.is_live)

    QGuiApplication.clipboard().setText("é" * 99_998 + "\u00a0z")
    pane.input.paste()
    qtbot.keyClick(pane.input, Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText("one\ntwo")
    pane.input.paste()
    qtbot.keyClick(pane.input, Qt.Key.Key_Return)

    until(lambda: pane.output.blockCount() == 3)
    expected = [r"100001 '\xa0z\n'", r"4 'ne\n'", r"4 'wo\n'"]
    assert pane.output.toPlainText().split("\n") == expected
    assert pane.input.text() == ""


def test_what_is_too_long_to_be_typed_is_said(qtbot, watched, until):
    pane = watched(COUNTS)
    pane.start()
    until(lambda: pane.is_live)

    pane.input.setText("before")

    QGuiApplication.clipboard().setText("x" * (LONGEST + 1))
    pane.input.paste()
    until(lambda: pane.notice.text() == too_long())
    assert pane.input.text() == "before"


def test_the_source_stays_where_the_user_reads(watched, until):
    pane = watched(WAITS + "\npass" * 500)
    pane.resize(400, 300)
    pane.start()
    # The source is read while the program begins; then the program stays where it is.
    until(lambda: pane.source.mark_at(6) is not None and pane.source.blockCount() > 500)
    bar = pane.source.verticalScrollBar()
    assert bar.maximum() > 0

    bar.setValue(bar.maximum())
    pane.refresh()

    assert pane.source.marks()
    assert bar.value() == bar.maximum()


def test_held_calls_are_stepped(qtbot, watched, until):
    pane = watched(WAITS, is_stepped=True)
    pane.start()
    until(lambda: pane.step_button.isEnabled())
    until(lambda: [each.kind for each in pane.source.marks()] == [MarkKind.HELD])
    assert "ready" not in pane.output.toPlainText()

    qtbot.mouseClick(pane.go_button, Qt.MouseButton.LeftButton)
    until(lambda: "ready" in pane.output.toPlainText())


def test_what_cannot_be_started_is_said(watched, until):
    pane = watched(WAITS, folder="/no such folder")

    pane.start()

    until(lambda: not pane.is_live)
    assert pane.chip.word() == "not started"
    assert pane.notice.text() == "There is no folder /no such folder."


def test_a_packaged_workbench_on_a_computer_without_python_says_so(watched, until, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("PATH", "")
    pane = watched(WAITS, python="")

    pane.start()

    until(lambda: not pane.is_live)
    assert pane.notice.text().startswith("There is no Python on PATH to run the program with")
