import pytest
from PySide6.QtWidgets import QMainWindow

from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.window.notice_bar import NoticeBar


class Window(QMainWindow):
    """A window with a notice bar."""

    def __init__(self):
        super().__init__()
        self.notice = Notice()
        self.bar = NoticeBar("notice bar", "Notices", self.notice, self)
        self.addToolBar(self.bar)


@pytest.fixture
def window(qtbot, theme):
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 500)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_it_is_there_while_there_is_something_to_say(qtbot, window):
    assert not window.bar.isVisible()
    window.notice.show_error("Something is wrong.")
    qtbot.waitUntil(window.notice.isVisible)
    window.notice.clear()
    assert not window.bar.isVisible()


def test_it_is_as_high_as_its_words(qtbot, window):
    window.notice.show_error("Something is wrong.")
    qtbot.waitUntil(lambda: 0 < window.notice.height() < 60)
    low = window.notice.height()
    window.notice.show_error("Something is wrong. " * 30)
    qtbot.waitUntil(lambda: window.notice.height() > low + 30)
    assert window.notice.height() < 200
