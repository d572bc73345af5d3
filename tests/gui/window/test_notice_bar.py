import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.tab_order import ReadingOrderWindow
from socket_workbench.gui.window.notice_bar import NoticeBar


class Window(ReadingOrderWindow):
    """A window with a notice bar."""

    def __init__(self):
        super().__init__()
        self.button = QPushButton("A button")
        self.setCentralWidget(self.button)
        self.beside = QLabel("beside")
        self.statusBar().addPermanentWidget(self.beside)
        self.notice = Notice()
        self.bar = NoticeBar(self, self.beside)
        self.bar.add(self.notice)


@pytest.fixture
def window(qtbot, theme):
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 500)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def within(window, widget):
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def test_it_is_there_while_there_is_something_to_say(qtbot, window):
    assert not window.bar.isVisible()
    window.notice.show_error("Something is wrong.")
    assert window.notice.isVisible()
    window.notice.clear()
    assert not window.bar.isVisible()


def test_it_moves_nothing_and_lies_over_the_status_line_only(qtbot, window):
    before = [within(window, each) for each in (window.button, window.statusBar(), window.beside)]
    window.notice.show_error("Something is wrong.")
    qtbot.waitUntil(lambda: 0 < window.notice.height() < 60)

    after = [within(window, each) for each in (window.button, window.statusBar(), window.beside)]
    assert after == before
    shown = within(window, window.notice)
    assert window.rect().contains(shown)
    assert not shown.intersects(within(window, window.beside))
    assert shown.top() > within(window, window.button).bottom() - 12


def test_it_is_as_high_as_its_words_and_as_wide_as_the_window(qtbot, window):
    window.notice.show_error("Something is wrong.")
    qtbot.waitUntil(lambda: 0 < window.notice.height() < 60)
    low = window.notice.height()
    window.notice.show_error("Something is wrong. " * 30)
    qtbot.waitUntil(lambda: window.notice.height() > low + 30)
    high = window.notice.height()
    assert high < 200

    window.resize(500, 500)
    qtbot.waitUntil(lambda: window.notice.height() > high + 30)
    assert window.rect().contains(within(window, window.notice))


def test_another_notice_stands_above_the_first(qtbot, window):
    other = Notice()
    window.bar.add(other)
    window.notice.show_error("Something is wrong.")
    other.show_info("Something else.")
    qtbot.waitUntil(lambda: 0 < other.height() < 60)

    assert within(window, other).bottom() < within(window, window.notice).top()
    window.notice.clear()
    assert other.isVisible()
    qtbot.waitUntil(lambda: within(window, other).bottom() > 480)


def test_the_keyboard_reaches_and_closes_it(qtbot, window):
    window.button.setFocus()
    window.notice.show_error("Something is wrong.")
    assert window.button.hasFocus()
    for _ in range(3):
        if window.notice.isAncestorOf(window.focusWidget()):
            break
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.notice.isAncestorOf(window.focusWidget())
    with qtbot.waitSignal(window.notice.closed):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.bar.isVisible()
