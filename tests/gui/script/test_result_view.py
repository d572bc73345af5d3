from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton

from socket_workbench.gui.script.result_view import ResultView


def test_results_are_listed_as_they_come(qtbot):
    view = ResultView()
    qtbot.addWidget(view)
    assert not view.isVisible()

    view.add_result(b"[Result]\n11")
    view.add_result("答え:4489".encode())
    view.add_result(b"")

    assert view.isVisible()
    assert view.text() == "[Result]\n11\n答え:4489\n"


def test_what_is_no_text_is_shown_all_the_same(qtbot):
    view = ResultView()
    qtbot.addWidget(view)
    view.add_result(b"\xff<b>\x07")

    assert view.text().startswith("\\xff<b>")
    assert "\x07" not in view.text()


def test_results_can_be_copied_and_forgotten(qtbot):
    view = ResultView()
    qtbot.addWidget(view)
    view.add_result(b"11")
    qtbot.mouseClick(view.findChild(QToolButton), Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "11"
    view.clear()
    assert view.text() == ""
    assert not view.isVisible()


def test_a_long_result_is_shown_in_part_and_in_lines_that_can_be_laid_out(qtbot):
    view = ResultView()
    qtbot.addWidget(view)
    view.add_result(b"x" * 16_000_000)

    *lines, last = view.text().split("\n")
    assert "".join(lines) == "x" * 65_536
    assert max(map(len, lines)) == 2_000
    assert last == "… and 15,934,464 more bytes"
