import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.notice import Notice


@pytest.fixture
def notice(qtbot):
    notice = Notice()
    qtbot.addWidget(notice)
    return notice


def test_it_says_what_it_is_told(notice):
    for say, tone in (
        (notice.show_error, "error"),
        (notice.show_info, "info"),
        (notice.show_success, "good"),
    ):
        say(f"<b>{tone}</b>")
        assert notice.isVisible()
        assert notice.property("tone") == tone
        assert notice.text() == f"<b>{tone}</b>"
        assert notice.accessibleName() == f"<b>{tone}</b>"
    label = notice.findChild(QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_screen_reader_is_told_at_once(notice, monkeypatch):
    told = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: told.append((event.type(), event.object())),
    )
    notice.show_error("Wrong.")
    assert told == [(QAccessible.Event.Alert, notice)]


def test_it_is_closed_by_a_person(notice, qtbot):
    notice.show_error("Wrong.")
    with qtbot.waitSignal(notice.closed):
        qtbot.mouseClick(notice.findChild(QToolButton), Qt.MouseButton.LeftButton)

    assert not notice.isVisible()
    assert notice.text() == ""


def test_it_is_taken_back_by_the_program(notice, qtbot):
    notice.show_info("Open to the network.")
    with qtbot.assertNotEmitted(notice.closed):
        notice.clear()

    assert not notice.isVisible()


def test_whoever_gives_it_room_is_told(qtbot):
    notice = Notice()
    qtbot.addWidget(notice)
    told: list[bool] = []
    notice.shown_changed.connect(told.append)
    notice.show_error("broken")
    notice.clear()
    assert told == [True, False]


@pytest.fixture
def saved(qtbot):
    """Return a notice of a success, away from the pointer, in a window with another field."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field = QLineEdit()
    column.addWidget(field)
    notice = Notice()
    column.addWidget(notice)
    window.move(300, 300)
    window.show()
    field.setFocus()
    notice.show_success("Saved.")
    # The notice is deleted with the window.
    yield notice
    window.close()


def clock(notice):
    return notice.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)


def test_a_success_goes_by_itself_but_not_under_the_pointer(saved, qtbot):
    point = QPointF(1, 1)
    assert clock(saved).isActive()
    QApplication.sendEvent(saved, QEnterEvent(point, point, point))
    assert not clock(saved).isActive()
    clock(saved).setInterval(1)
    QApplication.sendEvent(saved, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not saved.isVisible())
    assert saved.text() == ""


def test_a_success_stays_while_it_has_the_focus(saved, qtbot):
    saved.findChild(QToolButton).setFocus()
    for _ in range(2):
        with qtbot.waitSignal(clock(saved).timeout):
            clock(saved).setInterval(1)
        assert saved.isVisible()
    saved.window().findChild(QLineEdit).setFocus()
    qtbot.waitUntil(lambda: not saved.isVisible())


@pytest.mark.parametrize("show", ["show_error", "show_info"])
def test_what_follows_a_success_stays(saved, show):
    getattr(saved, show)("Open to the network.")
    assert not clock(saved).isActive()
    QApplication.sendEvent(saved, QEvent(QEvent.Type.Leave))
    assert not clock(saved).isActive()
