import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QMainWindow

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory
from socket_workbench.gui.window import first_paint
from socket_workbench.gui.window.first_paint import FirstPaint
from socket_workbench.gui.window.main_window import MainWindow


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


def test_a_paint_that_comes_too_late_does_not_count_again(window, happened, until, monkeypatch):
    monkeypatch.setattr(first_paint, "_LATEST", 1)
    FirstPaint(window).painted.connect(lambda: happened.append("done"))
    until(lambda: happened == ["done"])
    window.show()
    until(lambda: "painted" in happened)
    QTimer.singleShot(2 * first_paint._REST, lambda: happened.append("later"))
    until(lambda: "later" in happened)

    assert happened.count("done") == 1


class Shown(QObject):
    """Keeps what is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.windows = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.windows.append(watched)
        return False


def test_no_part_of_it_is_a_window_for_a_moment(qapp, session, theme, until):
    shown = Shown()
    qapp.installEventFilter(shown)
    with theme.unstyled():
        window = MainWindow(session, theme)
    window.show()
    window.add_server()
    window.add_client()
    assert shown.windows == [window]
    qapp.removeEventFilter(shown)
    window.close()
    until(lambda: not window.isVisible())
    window.deleteLater()


def test_keys_pressed_at_the_first_paint_work_and_panes_come_besides(
    qtbot, session, theme, until, tmp_path
):
    settings = Settings(tmp_path / "window.ini")
    with theme.unstyled():
        window = MainWindow(session, theme)
    memory.expect_panes(window, settings, are_kept=True)
    assert window.scenarios.current() == "welcome"

    def press_and_fill():
        window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert [pane.name for pane in window.board.panes()] == ["Client 1"]
        window.complete()
        memory.restore_panes(window, settings)

    FirstPaint(window).painted.connect(press_and_fill)
    window.show()
    until(lambda: len(window.board.panes()) == 3)

    assert {pane.name for pane in window.board.panes()} == {"Server 1", "Client 1", "Client 2"}
    # What was painted first stands as it was.
    assert window.scenarios.current() == "welcome"
    assert not window.stop_button.isEnabled()
    window.close()
    until(lambda: not window.isVisible())
    window.deleteLater()
