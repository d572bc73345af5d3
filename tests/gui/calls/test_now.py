import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.calls.columns import CALLS_TABLE
from socket_workbench.gui.calls.now import MOST_LINES, NowReading
from socket_workbench.gui.rows.search import Found
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.row_set import RowSet


def lines(page):
    column = CALLS_TABLE.keys.index("call")
    model = page.now
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_each_thread_has_a_line_that_stays_until_its_connection_is_closed(
    recording, trace, page, qtbot
):
    accepting = trace.begin(recording.listener, "accept()")
    page.rows_committed(recording.count)
    qtbot.waitUntil(lambda: lines(page) == ["accept()  waiting"])
    assert page.strip.isVisible()
    trace.call(recording.listener, "accept()", "(socket(fileno=9), '')", number=accepting)
    receiving = trace.begin(recording.accepted, "recv(9)", "server 1")
    page.rows_committed(recording.count)
    qtbot.waitUntil(lambda: lines(page) == ["accept()  returned", "recv(9)  waiting"])

    accepting = trace.begin(recording.listener, "accept()")
    page.rows_committed(recording.count)
    # The thread's line keeps its place.
    qtbot.waitUntil(lambda: lines(page) == ["accept()  waiting", "recv(9)  waiting"])
    trace.call(recording.accepted, "recv(9)", "ECONNRESET", number=receiving)
    page.rows_committed(recording.count)
    qtbot.waitUntil(lambda: lines(page) == ["accept()  waiting", "recv(9)  ECONNRESET"])

    page.rows_committed(recording.add((recording.accepted, Kind.CLOSED)))
    qtbot.waitUntil(lambda: lines(page) == ["accept()  waiting"])
    trace.call(recording.listener, "accept()", "EINVAL", number=accepting)
    page.rows_committed(recording.add((recording.listener, Kind.STOPPED)))
    qtbot.waitUntil(lambda: lines(page) == [])
    assert page.strip.isHidden()


@pytest.mark.parametrize("count", [1, MOST_LINES, MOST_LINES + 2])
def test_the_lines_stand_in_the_columns_of_the_table_and_take_little_room(
    theme, recording, trace, page, qtbot, count
):
    for number in range(count):
        trace.begin(recording.listener, "accept()", f"server {number}")
    page.rows_committed(recording.count)
    qtbot.waitUntil(lambda: page.now.rowCount() == count)
    strip, table = page.strip, page.view
    height = strip.rowHeight(0)
    qtbot.waitUntil(lambda: strip.viewport().height() == min(count, MOST_LINES) * height)
    assert (strip.verticalScrollBar().maximum() > 0) == (count > MOST_LINES)
    assert strip.rowAt(0) == 0
    assert strip.follower.button.isHidden()

    table.header.moveSection(0, 2)
    table.header.resizeSection(CALLS_TABLE.keys.index("waited"), 210)
    table.header.set_shown(CALLS_TABLE.keys.index("thread"), False)

    def places(view):
        seen = [(column.key, left, width) for column, left, width in view.header.seen_columns()]
        return seen[:-1]

    qtbot.waitUntil(lambda: places(strip) == places(table))


def test_a_line_that_is_clicked_is_shown_in_full(recording, trace, page, page_context, qtbot):
    trace.begin(recording.listener, "accept()")
    page.rows_committed(recording.count)
    qtbot.waitUntil(lambda: lines(page) == ["accept()  waiting"])
    strip = page.strip
    place = strip.visualRect(page.now.index(0, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page_context.part(list)[-1].row.number == 0

    page_context.part(list).clear()
    strip.setFocus()
    strip.setCurrentIndex(page.now.index(0, 0))
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert page_context.part(list)[-1].row.number == 0


def test_what_a_thread_is_in_is_told_once_everything_was_searched(recording, trace, reader):
    trace.begin(recording.listener, "accept()", "a")
    trace.begin(recording.listener, "accept()", "b")
    trace.begin(recording.accepted, "recv(1)", "a")
    trace.begin(recording.listener, "accept()", "a")
    token, reading = Token("now", lambda token: None), NowReading()
    reading(reader, Found(RowSet.of([0, 1]), 2, 4), token)
    assert token.news() == []
    reading(reader, Found(RowSet.of([2, 3]), 4, 4), token)
    # A thread is in one call, whichever socket it is of.
    assert token.news() == [("told", ([3, 1],))]
