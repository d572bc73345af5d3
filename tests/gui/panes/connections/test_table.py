from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from socket_workbench.gui.panes.connections.delegate import ConnectionDelegate
from socket_workbench.gui.panes.connections.model import CONNECTION_COLUMNS, ConnectionRow
from socket_workbench.gui.panes.connections.table import ConnectionsTable

KEYS = [column.key for column in CONNECTION_COLUMNS]
PEER, STATE = map(KEYS.index, ("peer", "state"))

OPEN = ConnectionRow(1, "127.0.0.1:51342", "ESTABLISHED", 21, 68, 3.2, "recv(1024)  0.8 s", True)
SECOND = replace(OPEN, number=2, peer="[::1]:51344")
CLOSED = replace(
    OPEN, number=3, peer="127.0.0.1:51330", state="TIME_WAIT", now="closed by exit", open=False
)


def listed(rows):
    known = {row.number: row for row in rows}
    return known, known.__getitem__


@pytest.fixture
def table(qtbot):
    table = ConnectionsTable()
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.update_rows(*listed([OPEN, SECOND, CLOSED]))
    table.show()
    return table


def click_row(table, qtbot, place, keys=Qt.KeyboardModifier.NoModifier):
    center = table.visualRect(table.model().index(place, PEER)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, center)


def action(table, text):
    return next(one for one in table.menu().actions() if one.text() == text)


def test_rows_are_selected_and_told(table, qtbot):
    with qtbot.waitSignal(table.selection_changed) as told:
        click_row(table, qtbot, 1)
    assert told.args == [[2]]
    click_row(table, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_numbers() == [2, 3]
    assert table.selected_numbers(only_open=True) == [2]


def test_the_selection_outlives_a_change(table, select):
    select(table, [2])
    table.update_rows(*listed([replace(SECOND, bytes_in=99), CLOSED, replace(OPEN, number=9)]))

    assert table.selected_numbers() == [2]


def test_what_can_be_done_depends_on_what_is_selected(table, select):
    select(table, [1, 3])
    assert not action(table, "Follow in the conversation").isEnabled()
    assert action(table, "Disconnect").isEnabled()
    select(table, [3])
    assert action(table, "Follow in the conversation").isEnabled()
    assert not action(table, "Disconnect").isEnabled()
    assert not action(table, "Reset (RST)").isEnabled()


@pytest.mark.parametrize(
    ("text", "signal", "carried"),
    [
        ("Disconnect", "close_requested", [1, 2]),
        ("Reset (RST)", "reset_requested", [1, 2]),
        ("Half-close (end of stream)", "half_close_requested", [1, 2]),
    ],
)
def test_wishes_go_for_the_open_ones(table, qtbot, text, signal, carried, select):
    select(table, [1, 2, 3])
    with qtbot.waitSignal(getattr(table, signal)) as told:
        action(table, text).trigger()
    assert told.args == [carried]


def test_one_connection_can_be_followed_and_its_address_copied(table, qtbot, select):
    select(table, [3])
    with qtbot.waitSignal(table.follow_requested) as told:
        action(table, "Follow in the conversation").trigger()
    action(table, "Copy the peer's address").trigger()

    assert told.args == [3]
    assert QGuiApplication.clipboard().text() == "127.0.0.1:51330"


def test_delete_closes(table, qtbot):
    click_row(table, qtbot, 0)
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    with qtbot.waitSignal(table.close_requested) as told:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert told.args == [[1]]


def ask_for_menu(table, place):
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, table.viewport().mapToGlobal(place)
    )
    event.accept()
    QApplication.sendEvent(table.viewport(), event)
    return event


def test_the_menu_opens_on_a_row_only(table, select):
    place = table.visualRect(table.model().index(0, PEER)).center()
    select(table, [1])
    assert ask_for_menu(table, place).isAccepted()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert [one.text() for one in menu.actions() if one.text()][-1] == "Reset (RST)"
    menu.close()

    table.update_rows(*listed([]))
    # What is around the table is asked then.
    assert not ask_for_menu(table, place).isAccepted()
    assert QApplication.activePopupWidget() is None


def test_nothing_yet_is_said(table):
    table.update_rows(*listed([]))
    with_words = table.grab().toImage()
    table.set_empty_text("")

    assert table.grab().toImage() != with_words


def test_addresses_get_the_room_that_is_left(table):
    before = table.columnWidth(PEER)
    state = table.columnWidth(STATE)
    table.resize(1400, 300)
    assert table.columnWidth(PEER) > before
    assert table.columnWidth(STATE) == state
    table.resize(300, 300)
    assert table.columnWidth(PEER) > 80


@pytest.mark.parametrize("is_stream", [True, False])
def test_datagrams_have_no_end_and_nothing_to_reset(table, is_stream, select):
    table.set_calls("", is_stream=is_stream)
    select(table, [1])
    assert action(table, "Half-close (end of stream)").isEnabled() is is_stream
    assert action(table, "Reset (RST)").isEnabled() is is_stream
    assert action(table, "Disconnect").isEnabled()


@pytest.mark.parametrize("width", [390, 420, 500, 700, 1000])
def test_every_column_is_seen_in_a_table_of_any_width(table, qtbot, width):
    table.resize(width, 200)
    shown = [key for key in KEYS if not table.isColumnHidden(KEYS.index(key))]
    hidden = {"receive_queue", "send_queue", "rtt"} if width < 1000 else set()
    hidden |= {"age"} if width < 700 else set()
    hidden |= {"in", "out"} if width < 500 else set()
    assert [key for key in KEYS if key not in hidden] == shown
    header = table.horizontalHeader()
    qtbot.waitUntil(lambda: header.length() <= table.viewport().width())
    assert all(header.sectionSize(KEYS.index(key)) >= 40 for key in shown)


def test_a_row_that_does_not_fit_is_not_painted(table):
    row = table.verticalHeader().defaultSectionSize()
    table.resize(700, table.height() - table.viewport().height() + 2 * row + row // 2)
    with_third = table.viewport().grab().toImage()
    table.update_rows(*listed([OPEN, SECOND]))
    assert table.viewport().grab().toImage() == with_third
    table.update_rows(*listed([OPEN, CLOSED]))
    assert table.viewport().grab().toImage() != with_third


def test_in_a_narrow_table_the_time_of_a_call_is_whole(table):
    for width in (400, 470, 700):
        table.resize(width, 200)
        now = KEYS.index("now")
        room = table.columnWidth(now) - table.verticalHeader().defaultSectionSize()
        assert room >= ConnectionDelegate.width_of(table, CONNECTION_COLUMNS[now], OPEN.now)


@pytest.mark.parametrize("call", ["recvfrom(65535)", "recvmsg(65536)", "recvfrom(262145)"])
def test_every_call_has_room_for_its_time(table, call):
    table.resize(435, 200)
    table.set_calls(call, is_stream=False)
    now = KEYS.index("now")
    room = table.columnWidth(now) - table.verticalHeader().defaultSectionSize()
    assert room >= ConnectionDelegate.width_of(table, CONNECTION_COLUMNS[now], f"{call} 88.8 s")
    assert table.horizontalHeader().length() <= table.viewport().width()


def mark_of(table, place):
    row = table.visualRect(table.model().index(place, 0))
    return QPoint(table.viewport().width() - row.height() // 2, row.center().y())


def test_a_click_on_the_cross_of_a_row_disconnects_and_selects_nothing(table, qtbot, select):
    select(table, [1])
    with qtbot.waitSignal(table.close_requested) as told:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=mark_of(table, 1))
    assert told.args == [[2]]
    assert table.selected_numbers() == [1]


def test_a_closed_connection_has_no_cross(table, qtbot):
    with qtbot.assertNotEmitted(table.close_requested):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=mark_of(table, 2))
    assert table.selected_numbers() == [3]


def test_a_press_that_leaves_the_cross_does_nothing(table, qtbot):
    viewport = table.viewport()
    with qtbot.assertNotEmitted(table.close_requested):
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=mark_of(table, 0))
        qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=mark_of(table, 1))


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Show only its rows in the log", "filter_requested"),
        ("Copy the reply", "reply_copy_requested"),
    ],
)
def test_what_is_asked_for_one_connection(table, qtbot, select, text, signal):
    select(table, [2])
    with qtbot.waitSignal(getattr(table, signal)) as told:
        action(table, text).trigger()
    assert told.args == [2]


def test_only_one_that_receives_can_be_sent_to(table, qtbot, select):
    select(table, [1])
    with qtbot.waitSignal(table.send_requested):
        action(table, "Send to this one").trigger()
    for numbers in ([1, 2], [3]):
        select(table, numbers)
        assert not action(table, "Send to this one").isEnabled()


def test_the_cross_of_a_row_says_whom_it_disconnects(table, qtbot, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text: shown.append(text))
    for number in range(3):
        place = mark_of(table, number)
        hover = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), hover)
    peers = [table.model().index(number, PEER).data() for number in range(2)]
    # The third is closed: its cell has the table's own tooltip, if any.
    assert [
        peer in text and "Disconnect" in text for peer, text in zip(peers, shown, strict=False)
    ] == [True] * 2
    assert not any("Disconnect" in text for text in shown[2:])


class _Painted(QObject):
    """The areas of a widget that are painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.areas = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            self.areas.append(event.rect())
        return False


def test_only_what_looks_different_is_painted(table, qtbot):
    qtbot.waitUntil(table.isVisible)
    table.viewport().repaint()
    painted = _Painted(table.viewport())
    table.update_rows(*listed([replace(OPEN, now="recv(1024)  9.8 s"), SECOND, CLOSED]))
    table.set_empty_text("No connections yet")
    qtbot.waitUntil(lambda: bool(painted.areas))
    (area,) = painted.areas
    assert area == table.visualRect(table.model().index(0, KEYS.index("now")))
