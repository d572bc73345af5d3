import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.flow_layout import FlowLayout


class Box(QWidget):
    def sizeHint(self):
        return QSize(100, 20)


@pytest.fixture
def row(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = FlowLayout(holder, spacing=8)
    boxes = [Box() for _ in range(3)]
    for box in boxes:
        layout.addWidget(box)
    holder.resize(400, 100)
    holder.show()
    return holder, layout, boxes


def test_what_fits_stands_in_one_row(row):
    _, layout, boxes = row

    assert [box.geometry() for box in boxes] == [
        QRect(0, 0, 100, 20),
        QRect(108, 0, 100, 20),
        QRect(216, 0, 100, 20),
    ]
    assert layout.heightForWidth(316) == 20
    assert layout.sizeHint() == QSize(316, 20)


def test_what_does_not_fit_goes_to_the_next_row(row):
    holder, layout, boxes = row
    holder.resize(220, 100)
    layout.activate()

    assert boxes[2].geometry() == QRect(0, 28, 100, 20)
    assert layout.heightForWidth(220) == 48
    assert layout.heightForWidth(100) == 76
    assert layout.hasHeightForWidth()


def test_nothing_is_wider_than_the_room(row):
    holder, layout, boxes = row
    holder.setMinimumSize(60, 10)
    layout.setGeometry(QRect(0, 0, 60, 100))

    assert boxes[0].width() == 60


def test_what_is_hidden_takes_no_room(row):
    _, layout, boxes = row
    boxes[0].hide()
    layout.activate()

    assert boxes[1].geometry().left() == 0
    assert layout.sizeHint() == QSize(208, 20)


def test_items_can_be_taken(row):
    _, layout, boxes = row

    assert layout.count() == 3
    assert layout.itemAt(3) is None
    assert layout.takeAt(3) is None
    taken = layout.takeAt(0)
    assert taken.widget() is boxes[0]
    assert layout.count() == 2
    assert layout.expandingDirections() == Qt.Orientation(0)
    assert layout.minimumSize().width() <= 100
