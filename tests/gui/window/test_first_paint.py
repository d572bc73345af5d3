import pytest
from PySide6.QtWidgets import QLabel, QMainWindow

from socket_workbench.gui.window import first_paint
from socket_workbench.gui.window.first_paint import FirstPaint


class Label(QLabel):
    def __init__(self, happened):
        super().__init__("words")
        self.happened = happened

    def paintEvent(self, event):
        super().paintEvent(event)
        self.happened.append("painted")


@pytest.fixture
def happened():
    return []


@pytest.fixture
def window(qtbot, happened):
    window = QMainWindow()
    window.setCentralWidget(Label(happened))
    qtbot.addWidget(window)
    return window


def test_it_is_done_once_and_after_all_that_stands_in_the_window_is_painted(
    window, happened, until
):
    FirstPaint(window).painted.connect(lambda: happened.append("done"))
    window.show()
    until(lambda: "done" in happened)

    assert happened[0] == "painted"
    count = happened.count("painted")
    window.centralWidget().update()
    until(lambda: happened.count("painted") > count)
    assert happened.count("done") == 1


def test_a_window_that_is_never_painted_is_not_waited_for(window, happened, until, monkeypatch):
    monkeypatch.setattr(first_paint, "_LATEST", 1)
    FirstPaint(window).painted.connect(lambda: happened.append("done"))
    until(lambda: happened == ["done"])
