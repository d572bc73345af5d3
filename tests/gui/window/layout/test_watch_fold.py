"""Tests of watched programs in a narrow window."""

import sys

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QTabBar

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.window.pages import CONVERSATION, LOG
from socket_workbench.language import tr

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
NARROW, WIDE, HEIGHT = 1024, 1920, 1080


@pytest.fixture
def watched(window, theme, until, tmp_path):
    """A window that is narrow for its type, with a program that has ended."""
    path = tmp_path / "program.py"
    path.write_text("import socket\n")
    theme.set_zoom(1.5)
    window.resize(NARROW, HEIGHT)
    window.watching.run(Program(str(path), python=sys.executable))
    until(lambda: not window.watching.panes()[0].is_live)
    return window


def settle():
    """Lay out what is due, and what that lays out in turn."""
    for _ in range(8):
        QCoreApplication.processEvents()


def toggle(window):
    return window.watching.dock.toggleViewAction()


def test_log_and_programs_share_a_place_while_the_window_is_narrow(qtbot, watched, until):
    card, tabs, fold = watched.card, watched.watching.tabs, watched.watching.fold
    assert [fold.bar.tabText(place) for place in range(fold.bar.count())] == ["Log", "Programs"]
    assert tabs.isVisible()
    assert not card.isVisible()
    qtbot.mouseClick(fold.bar, Qt.MouseButton.LeftButton, pos=fold.bar.tabRect(0).center())
    assert card.isVisible()
    assert not tabs.isVisible()
    assert tabs.width() >= watched.width() // 2

    watched.resize(WIDE, HEIGHT)
    until(lambda: fold.bar is None)
    assert card.isVisible()
    assert tabs.isVisible()
    dock, beside = watched.watching.dock, watched.docks[2]
    until(lambda: dock.geometry().left() > beside.geometry().right())
    until(lambda: abs(dock.width() / beside.width() - 3 / 5) < 0.1)

    watched.resizeDocks([beside, dock], [2, 1], Qt.Orientation.Horizontal)
    until(lambda: dock.width() < 0.55 * beside.width())
    share = dock.width() / watched.width()
    watched.resize(NARROW, HEIGHT)
    until(lambda: fold.bar is not None)
    assert beside.widget().findChildren(QTabBar, options=DIRECT) == [fold.bar]
    watched.resize(WIDE, HEIGHT)
    until(lambda: abs(dock.width() / watched.width() - share) < 0.1)


def test_what_is_to_be_seen_in_the_log_comes_to_the_front(watched, until, qtbot):
    watched.watching.panes()[0].moment_chosen.emit(0)
    assert watched.card.isVisible()
    watched.watching.fold.show_programs()
    assert not watched.card.isVisible()
    qtbot.keyClick(watched, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert watched.log.finding.bar.isVisible()
    watched.watching.fold.show_programs()
    watched.card.show_page(CONVERSATION)
    assert watched.card.isVisible()
    watched.docks[2].hide()
    watched.card.show_page(LOG)
    assert watched.card.isVisible()


def test_the_menu_says_whether_programs_are_seen_and_hides_them(watched, theme, until):
    view = watched.menus.menus[tr("&View")]
    assert toggle(watched) in view.actions()
    assert toggle(watched).isChecked()
    toggle(watched).trigger()
    assert not watched.watching.fold.is_shown
    assert watched.watching.fold.bar is None
    assert watched.card.isVisible()
    assert not toggle(watched).isChecked()
    theme.set_zoom(2.5)
    toggle(watched).trigger()
    assert watched.watching.fold.is_shown
    assert toggle(watched).isChecked()
    assert watched.watching.tabs.isVisible()
    assert watched.watching.dock.isHidden()
    assert watched.width() == NARROW


def test_without_programs_there_is_nothing_to_show(watched):
    watched.watching.tabs.tabCloseRequested.emit(0)
    assert watched.watching.fold.bar is None
    assert watched.card.isVisible()
    assert not toggle(watched).isEnabled()
    assert not toggle(watched).isChecked()


def test_a_dock_that_floats_is_left_where_it_is(watched, until):
    watched.resize(WIDE, HEIGHT)
    until(lambda: watched.watching.fold.bar is None)
    watched.watching.dock.setFloating(True)
    watched.resize(NARROW, HEIGHT)
    assert watched.watching.dock.isVisible()
    watched.watching.dock.setFloating(False)
    until(lambda: watched.watching.fold.bar is not None)


def test_programs_that_are_seen_behind_a_tab_are_seen_at_the_next_start(watched, until):
    saved = watched.watching.save()
    assert saved["is_shown"] is True
    watched.watching.fold.hide_programs()
    assert watched.watching.save()["is_shown"] is False
    watched.watching.restore(saved)
    assert watched.watching.fold.is_shown


def test_below_the_find_bar_the_log_has_two_rows_beside_the_tabs(qtbot, watched):
    watched.resize(NARROW, 700)
    watched.board.add_server()
    watched.board.add_client()
    log = watched.card.show_page(LOG)
    settle()
    qtbot.keyClick(watched, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert log.finding.bar.isVisible()
    row = log.view.verticalHeader().defaultSectionSize()
    assert log.view.viewport().height() >= 2 * row
    assert (watched.width(), watched.height()) == (NARROW, 700)
