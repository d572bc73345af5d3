import re

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from socket_workbench.gui.ladder.view import described
from socket_workbench.journal.call_record import begun_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.shapes import Box, Text


@pytest.fixture
def view(make_page, converse):
    return make_page(converse(60)).view


def test_keys_select_rows_one_after_the_other(view, qtbot):
    chosen: list[int] = []
    view.row_chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End):
        qtbot.keyClick(view, key)
    assert chosen == [0, 1, 2, 1, 239]
    assert view.is_following
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert 200 < chosen[-1] < 239
    assert view.row_at(QPointF(5, view.head() + 5)) is not None


def test_a_selected_row_is_told_to_a_screen_reader(view):
    view.select(0)
    assert view.accessibleDescription() == "client: sent ask 0  5"


def test_dragging_moves_the_ladder_and_selects_nothing(view, qtbot):
    view.scroll_to(500)
    place = view.viewport()
    qtbot.mousePress(place, Qt.MouseButton.LeftButton, pos=QPoint(100, 300))
    qtbot.mouseMove(place, QPoint(100, 250))
    qtbot.mouseMove(place, QPoint(100, 200))
    qtbot.mouseRelease(place, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert view.top() == 600
    assert view.selected is None


def test_names_stay_above_while_it_scrolls(view):
    view.scroll_to(0)
    view.viewport().repaint()
    names = view.scene.names
    view.scroll_to(900)
    view.viewport().repaint()
    assert view.scene.names == names


def tip(view, text):
    at = QPointF(text.x, text.y - view.top() + view.head()).toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def test_what_is_cut_is_a_tooltip_in_plain_text(make_page, recording):
    payload = b"<b>" + b"x" * 45
    view = make_page(recording.add((recording.client, Kind.SENT, payload))).view
    view.window().resize(500, 500)
    view.viewport().repaint()
    (text,) = [shape for shape in view.scene.shapes if isinstance(shape, Text)]
    assert "&lt;b&gt;xxx" in tip(view, text)


def test_in_a_low_ladder_the_address_is_a_tooltip_of_the_name(view):
    view.window().resize(800, 240)
    view.viewport().repaint()
    assert view.sizes.is_low
    name = view.scene.names[0]
    assert name.tip
    at = name._replace(y=name.y + view.top() - view.head())
    assert tip(view, at) == f"{name.text}\n{name.tip}"


def test_a_call_that_waits_has_a_clock(make_page, recording, qtbot, log):
    text = begun_text("accept()", "t", 1, 1)
    page = make_page(recording.add((recording.listener, Kind.CALL_BEGUN, b"", text)))
    page.rows_committed(1)
    page.view.viewport().repaint()
    (box,) = [shape for shape in page.view.scene.shapes if isinstance(shape, Box)]
    assert box.is_open
    (label,) = [shape.text for shape in page.view.scene.shapes if isinstance(shape, Text)]
    assert re.fullmatch(r"accept\(\)  [0-9]+\.[0-9] s", label)
    qtbot.waitUntil(lambda: label not in [getattr(s, "text", "") for s in page.view.scene.shapes])


def test_one_can_scroll_to_a_connection_far_to_the_right(make_page, recording):
    for number in range(30):
        peer = recording.client._replace(
            number=10 + number,
            name=f"client {number}",
            connection=10 + number,
            local=f"127.0.0.1:{6000 + number}",
            peer="127.0.0.2:9",
        )
        recording.add_source(peer)
        count = recording.add((peer, Kind.SENT, b"x"))
    view = make_page(count).view
    view.select(29)
    assert view.horizontalScrollBar().value() > 5000
    view.viewport().repaint()
    assert "client 29" in [name.text for name in view.scene.names]
    # Lifelines that are out of sight are not drawn.
    assert len(view.scene.names) < 20


def test_a_description_is_plain(recording, reader):
    count = recording.add((recording.client, Kind.ERROR, b"", "a\nb\u202ec"))
    (row,) = reader.rows(count - 1, 1)
    assert described(row) == "client: error a\\nb\\u202ec"
