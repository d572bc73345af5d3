import pytest
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from socket_workbench.gui.sending.bar_rows import BarRows
from socket_workbench.gui.sending.input import MessageInput
from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.gui.widgets.buttons import PlainButton


@pytest.fixture
def placed(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    parts = MessageInput(str), SendTools(), PlainButton("Send")
    rows = BarRows(QVBoxLayout(window), *parts)
    return window, rows, parts


def places(window, rows, parts, width):
    window.resize(width, 200)
    window.show()
    rows.fit(width - 2 * window.layout().contentsMargins().left())
    window.layout().activate()
    field, tools, send = parts
    return tools.y() > field.geometry().bottom(), send.text()


def test_the_tools_move_below_after_send_has_become_an_icon(placed, qtbot):
    window, rows, parts = placed
    seen = []
    for width in range(700, rows.least_width() + 20, -10):
        place = places(window, rows, parts, width)
        if place not in seen:
            seen.append(place)

    assert seen == [(False, "Send"), (False, ""), (True, "")]


def test_the_receivers_stand_before_the_field_and_below_it_where_it_is_narrow(placed, qtbot):
    window, rows, (field, tools, send) = placed
    before = rows.least_width()
    target = QComboBox()
    target.addItem("To all (2)")
    rows.set_target(target)

    assert rows.least_width() > before
    places(window, rows, (field, tools, send), 800)
    assert target.x() < field.x()
    assert target.y() < field.geometry().bottom()
    places(window, rows, (field, tools, send), rows.least_width() + 24)
    assert target.y() > field.geometry().bottom()
