import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from socket_workbench.gui.looks.palette import LIGHT, use_tokens
from socket_workbench.gui.panes.connections.delegate import ConnectionDelegate
from socket_workbench.gui.panes.connections.model import (
    CONNECTION_COLUMNS,
    ConnectionRow,
    ConnectionsModel,
)

KEYS = [column.key for column in CONNECTION_COLUMNS]
NOW, PEER, STATE = map(KEYS.index, ("now", "peer", "state"))


def listed(rows):
    known = {row.number: row for row in rows}
    return known, known.__getitem__


@pytest.fixture
def view(qtbot):
    use_tokens(LIGHT)
    view = QTableView()
    qtbot.addWidget(view)
    model = ConnectionsModel(view)
    view.setModel(model)
    view.setItemDelegate(ConnectionDelegate(view))
    return view


def painted(view, column, row, *, selected=False, left=0):
    view.model().update_rows(*listed([row]))
    image = QImage(300, 30, QImage.Format.Format_ARGB32)
    image.fill(QColor(LIGHT.card))
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = QRect(0, 0, 300, 30)
    option.font = view.font()
    option.state = QStyle.StateFlag.State_Enabled
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    view.itemDelegate().paint(painter, option, view.model().index(0, column))
    painter.end()
    return {image.pixelColor(x, y).name().upper() for x in range(left, 300) for y in range(30)}


def connection(**changes):
    values = {
        "number": 1,
        "peer": "127.0.0.1:51342",
        "state": "ESTABLISHED",
        "bytes_in": 0,
        "bytes_out": 0,
        "age_seconds": 1.0,
        "now": "recv(1024)  0.8 s",
        "open": True,
    }
    return ConnectionRow(**{**values, **changes})


def test_an_open_connection_waits_in_color(view):
    assert LIGHT.open in painted(view, STATE, connection())
    assert LIGHT.open not in painted(view, PEER, connection())
    closed = connection(open=False, state="TIME_WAIT", now="closed by exit")
    assert LIGHT.open not in painted(view, STATE, closed)
    assert painted(view, NOW, connection()) != painted(view, NOW, closed)


def test_a_connection_of_which_one_side_has_ended_is_not_green(view):
    half = connection(state="CLOSE_WAIT", half_closed=True)
    assert LIGHT.open not in painted(view, STATE, half)
    assert LIGHT.waiting in painted(view, STATE, half)


def test_a_selected_row_has_its_ground(view):
    assert LIGHT.selection in painted(view, PEER, connection(), selected=True)
    assert LIGHT.selection not in painted(view, PEER, connection())


def test_a_column_is_wide_enough_for_its_text(view):
    def width(view, place, text):
        return ConnectionDelegate.width_of(view, CONNECTION_COLUMNS[place], text)

    assert width(view, STATE, "ESTABLISHED") > width(view, NOW, "ESTABLISHED")
    assert width(view, PEER, "127.0.0.1:51342") > width(view, PEER, "127.0.0.1")


def test_rows_have_room_to_breathe(view):
    view.model().update_rows(*listed([connection()]))
    option = QStyleOptionViewItem()
    option.initFrom(view)
    hint = view.itemDelegate().sizeHint(option, view.model().index(0, PEER))

    assert hint.height() >= option.fontMetrics.height() + 6


def test_a_long_call_is_elided_before_the_cross_of_its_row(view):
    call = connection(now="send(b'0123456789012345678901234567890123456789') held")
    assert painted(view, NOW, call, left=200) != {LIGHT.card.upper()}
    assert painted(view, NOW, call, left=270) == {LIGHT.card.upper()}


def test_the_time_of_a_call_is_seen_behind_a_state_and_a_call_that_do_not_fit(view):
    call = "waiting for the recipients · recvfrom_into(65536) {time:4.1f} s"
    pictures = [
        painted(view, NOW, connection(now=call.format(time=time)), left=220) for time in (8.0, 1.0)
    ]
    assert all(picture != {LIGHT.card.upper()} for picture in pictures)
    laid_out = view.itemDelegate()._mono._texts.values()
    texts = [each.layout.text() for each in laid_out]
    assert [text[-5:] for text in texts if "…" in text] == ["8.0 s", "1.0 s"]
    assert all(text.startswith("waiting") for text in texts)
