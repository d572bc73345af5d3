import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView

from socket_workbench.gui.widgets.log_follow import EndFollower


@pytest.fixture
def view(qtbot):
    view = QListView()
    qtbot.addWidget(view)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setModel(QStringListModel([str(number) for number in range(100)], view))
    view.resize(200, 200)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def follower(view, qtbot):
    follower = EndFollower(view)
    follower.follow()
    return follower


def grow(view, qtbot):
    model, bar = view.model(), view.verticalScrollBar()
    before = bar.maximum()
    assert model.insertRows(model.rowCount(), 10)
    qtbot.waitUntil(lambda: bar.maximum() > before)


def test_it_stays_at_the_end_while_the_view_grows(view, follower, qtbot):
    grow(view, qtbot)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert follower.is_following
    assert follower.button.isHidden()


def test_scrolling_up_stands_still_and_offers_to_return(view, follower, qtbot):
    bar = view.verticalScrollBar()
    with qtbot.waitSignal(follower.following_changed) as changed:
        bar.setValue(50)
    assert changed.args == [False]
    grow(view, qtbot)
    assert bar.value() == 50
    assert follower.button.isVisible()
    qtbot.mouseClick(follower.button, Qt.MouseButton.LeftButton)
    assert bar.value() == bar.maximum()
    assert follower.is_following
    assert follower.button.isHidden()


def test_scrolling_back_to_the_end_follows_again(view, follower, qtbot):
    bar = view.verticalScrollBar()
    bar.setValue(50)
    bar.setValue(bar.maximum())
    assert follower.is_following


def test_the_button_keeps_its_corner(view, follower, qtbot):
    view.verticalScrollBar().setValue(0)
    view.resize(300, 250)
    qtbot.waitUntil(lambda: view.viewport().width() > 250)
    assert view.viewport().geometry().contains(follower.button.geometry())
    assert follower.button.geometry().right() > 250
    assert follower.button.accessibleName()


def test_settling_follows_only_at_the_end(view, follower):
    bar = view.verticalScrollBar()
    bar.blockSignals(True)
    bar.setValue(10)
    follower.settle()
    assert not follower.is_following
    bar.setValue(bar.maximum())
    bar.blockSignals(False)
    follower.settle()
    assert follower.is_following
