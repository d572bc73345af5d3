import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.toast import Toast


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QWidget())
    window.resize(400, 300)
    window.show()
    return window


@pytest.fixture
def toast(window):
    return Toast(window, "Undo")


def test_it_moves_nothing_and_stays_at_the_foot(qtbot, window, toast):
    below = window.layout().itemAt(0).widget()
    before = below.geometry()
    toast.show_message("Client 1 was closed.")
    QApplication.processEvents()
    assert toast.isVisible()
    assert below.geometry() == before
    assert window.rect().contains(toast.geometry())
    assert toast.geometry().center().y() > window.height() / 2
    window.resize(240, 200)
    qtbot.waitUntil(lambda: window.rect().contains(toast.geometry()))


def test_its_button_acts_and_closes_it(qtbot, toast):
    toast.show_message("Client 1 was closed.")
    with qtbot.waitSignal(toast.action_requested):
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_it_goes_by_itself_but_not_under_the_pointer(qtbot, toast, monkeypatch):
    toast._clock.setInterval(1)
    toast.show_message("Client 1 was closed.")
    point = QPointF(1, 1)
    QApplication.sendEvent(toast, QEnterEvent(point, point, point))
    assert not toast._clock.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not toast.isVisible())
