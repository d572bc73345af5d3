import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.gui.widgets.scrolled_column import ScrolledColumn


def box(least, most):
    box = QWidget()
    box.setMinimumSize(*least)
    box.setMaximumHeight(most)
    return box


def test_it_scrolls_once_its_widgets_cannot_shrink(qtbot):
    column = ScrolledColumn(1.5)
    qtbot.addWidget(column)
    column.body.addWidget(WrappedLabel("A long sentence. " * 4))
    shrinking = box((100, 40), 400)
    column.body.addWidget(shrinking, 1)
    column.resize(300, 300)
    column.show()
    bar = column.verticalScrollBar()
    assert bar.maximum() == 0
    assert shrinking.height() > 100

    column.resize(300, column.minimumSizeHint().height())
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert shrinking.height() == 40


def test_it_says_what_room_it_has_for_a_widget_whether_or_not_it_scrolls(qtbot):
    column = ScrolledColumn(0)
    qtbot.addWidget(column)
    column.body.setSpacing(4)
    first, second = box((100, 40), 40), box((100, 100), 500)
    for each in (first, second):
        column.body.addWidget(each, 1)
    column.resize(300, 200)
    column.show()
    assert column.room_beside(second) == 200 - 44
    with qtbot.waitSignal(column.room_changed):
        column.resize(300, 90)
    qtbot.waitUntil(lambda: column.verticalScrollBar().maximum() > 0)
    assert column.room_beside(second) == 90 - 44
    with qtbot.waitSignal(column.room_changed):
        first.hide()
    assert column.room_beside(second) == 90


def test_its_parent_makes_room_for_what_has_become_wider(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = ScrolledColumn(1.5)
    layout = QVBoxLayout(window)
    layout.addWidget(column)
    inside = box((100, 40), 40)
    column.body.addWidget(inside)
    window.show()

    inside.setMinimumWidth(900)

    qtbot.waitUntil(lambda: window.minimumWidth() > 900)
    assert column.minimumSizeHint().width() > 900
    assert column.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("has_focus", [False, True])
def test_with_another_size_of_type_it_is_at_its_top(qtbot, theme, has_focus):
    """After Tab went through it, and out of it again."""
    around = QWidget()
    qtbot.addWidget(around)
    column, field, other = ScrolledColumn(0), QLineEdit(), QLineEdit()
    rows = QVBoxLayout(around)
    for each in (column, other):
        rows.addWidget(each)
    for each in (box((100, 200), 200), field):
        column.body.addWidget(each)
    around.resize(200, 120)
    around.show()
    (field if has_focus else other).setFocus()
    column.ensureWidgetVisible(field)
    scrolled = column.verticalScrollBar().value()
    assert scrolled > 0
    theme.set_zoom(1.1)
    assert (column.verticalScrollBar().value() > 0) == has_focus
