import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from socket_workbench.gui.widgets.tab_order import ReadingOrderWindow, in_reading_order


def at(parent, x, y, height=20):
    widget = QPushButton(parent)
    widget.setGeometry(x, y, 40, height)
    return widget


def test_rows_are_read_one_after_the_other(qtbot):
    whole = QWidget()
    qtbot.addWidget(whole)
    right, left = at(whole, 50, 0), at(whole, 0, 4, height=12)
    tall, below = at(whole, 50, 30, height=200), at(whole, 0, 30)

    assert in_reading_order([below, right, tall, left]) == [left, right, below, tall]
    assert in_reading_order([]) == []


@pytest.fixture
def window(qtbot):
    window = ReadingOrderWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def press(qtbot, window, key):
    qtbot.keyClick(QApplication.focusWidget() or window, key)
    return QApplication.focusWidget()


def test_tab_follows_the_places_and_not_the_order_of_creation(window, qtbot):
    second, first = at(window, 100, 0), at(window, 0, 0)
    group = QWidget(window)
    group.setGeometry(0, 40, 200, 100)
    fourth, third, hidden, disabled = (
        at(group, x, y) for x, y in ((0, 40), (0, 0), (0, 60), (0, 80))
    )
    disabled.setEnabled(False)
    for each in (second, first, group):
        each.show()
    hidden.hide()
    first.setFocus()

    assert [press(qtbot, window, Qt.Key.Key_Tab) for _ in range(4)] == [
        second,
        third,
        fourth,
        first,
    ]
    assert press(qtbot, window, Qt.Key.Key_Backtab) is fourth


@pytest.mark.parametrize(
    ("way", "of_group"),
    [
        (QWidget.hide, False),
        (QWidget.hide, True),
        (lambda widget: widget.setEnabled(False), False),
    ],
    ids=["hidden", "hidden with its group", "disabled"],
)
def test_a_control_that_goes_leaves_the_focus_near_it(window, qtbot, way, of_group):
    first = at(window, 0, 0)
    part = QWidget(window)
    part.setGeometry(0, 40, 200, 100)
    near = at(part, 0, 0)
    group = QWidget(part)
    group.setGeometry(0, 40, 200, 40)
    beside, gone = at(group, 0, 0), at(group, 60, 0)
    for each in (first, part):
        each.show()
    gone.setFocus()
    qtbot.waitUntil(gone.hasFocus)
    way(group if of_group else gone)
    qtbot.waitUntil((near if of_group else beside).hasFocus)


def test_a_window_without_controls_lets_tab_pass(window):
    QLabel(window).show()
    assert not window.focusNextPrevChild(True)


def test_a_control_that_tab_reaches_is_scrolled_into_view(window, qtbot):
    first = at(window, 0, 0)
    first.show()
    area, content = QScrollArea(window), QWidget()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.resize(100, 1000)
    low = at(content, 0, 900)
    area.setWidget(content)
    area.setGeometry(0, 40, 120, 100)
    area.show()
    first.setFocus()

    assert press(qtbot, window, Qt.Key.Key_Tab) is low
    assert area.verticalScrollBar().value() > 0
