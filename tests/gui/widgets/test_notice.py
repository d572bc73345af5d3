import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QToolButton

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
