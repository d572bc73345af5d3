import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QToolButton

from socket_workbench.gui.widgets.notice_line import NoticeLine, Remedy

LONG = "Port 13145 is already in use by another program. Stop it, or choose port 0. " * 3


@pytest.fixture
def line(qtbot):
    line = NoticeLine()
    qtbot.addWidget(line)
    line.resize(500, line.sizeHint().height())
    return line


def test_it_says_what_it_is_told_as_plain_text(line):
    for say, tone in ((line.show_error, "error"), (line.show_info, "info")):
        say(f"<b>{tone}</b>")
        assert line.isVisible()
        assert line.property("tone") == tone
        assert line.text() == line.accessibleName() == f"<b>{tone}</b>"
    assert line.findChild(QLabel).textFormat() == Qt.TextFormat.PlainText


def test_it_has_one_line_however_long_its_message_and_all_of_it_as_a_tooltip(line):
    line.show_error("Short.")
    height = line.sizeHint().height()
    line.show_error("<i>" + LONG)
    line.grab()
    assert line.sizeHint().height() == height
    assert LONG[:60] in line.findChild(QLabel).toolTip()
    assert "<i>" not in line.findChild(QLabel).toolTip()


def test_a_remedy_is_done_and_the_message_stays_until_it_is_taken_back(line, qtbot):
    done = []
    line.show_error("Wrong.", [Remedy("Try again", lambda: done.append(1))])
    (button,) = line.remedies()
    assert button.text() == "Try again"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert line.text() == "Wrong."
    line.clear()
    assert line.remedies() == []
    assert line.isHidden()


def test_a_remedy_may_take_the_message_back(line, qtbot):
    line.show_error("Wrong.", [Remedy("Use <b> & port", line.clear)])
    assert line.remedies()[0].text() == "Use <b> && port"
    qtbot.mouseClick(line.remedies()[0], Qt.MouseButton.LeftButton)
    assert line.isHidden()


def test_what_does_not_fit_is_left_out_the_first_remedy_last(line):
    remedies = [Remedy("Start a server here", lambda: None), Remedy("Try again", lambda: None)]
    line.show_error(LONG, remedies)
    copy = next(each for each in line.findChildren(QToolButton) if "Copy" in each.accessibleName())
    first, second = line.remedies()
    seen = []
    for width in range(700, 60, -10):
        line.resize(width, line.height())
        shown = (first.isVisible(), second.isVisible(), copy.isVisible())
        if shown not in seen:
            seen.append(shown)
        line.layout().activate()
        assert line.findChild(QLabel).width() > 0
        assert line.findChildren(QToolButton)[-1].geometry().right() <= line.width()
    assert seen == [(True,) * 3, (True, True, False), (True, False, False), (False,) * 3]


def test_it_is_closed_and_copied_by_a_person(line, qtbot):
    told: list[bool] = []
    line.shown_changed.connect(told.append)
    line.show_error(LONG)
    copy, close = line.findChildren(QToolButton)
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == LONG
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert line.isHidden()
    line.clear()
    assert told == [True, False]


def test_the_context_menu_copies(line, qtbot):
    line.show_error("All of it.")
    QGuiApplication.clipboard().clear()
    place = QPoint(5, 5)
    line.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place))
    line.findChild(QMenu).actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == "All of it."
