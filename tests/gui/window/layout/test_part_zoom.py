import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.zoom import zoom_part, zoom_steps
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.memory import (
    keep_panes,
    restore_panes,
    restore_window,
    window_state,
)
from socket_workbench.gui.window.pages import CONVERSATION, LOG, PAGES

CONTROL = Qt.KeyboardModifier.ControlModifier


def turn(widget, angle=120, modifiers=CONTROL):
    """Turn the wheel over the middle of a widget, as the window system reports it."""
    top = widget.window()
    at = QPointF(widget.mapTo(top, widget.rect().center()))
    event = QWheelEvent(
        at,
        QPointF(top.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(top.windowHandle(), event)


def added(window, until, add):
    """Add a pane; return it once it is laid out."""
    pane = add()
    bar = pane.send_bar

    def is_there():
        found = window.childAt(bar.mapTo(window, bar.rect().center()))
        return found is not None and (found is bar or bar.isAncestorOf(found))

    until(is_there)
    return pane


def type_size(widget):
    return widget.fontInfo().pixelSize()


@pytest.fixture
def wide(window):
    window.resize(1600, 1000)
    return window


def test_the_wheel_over_the_log_zooms_its_rows_alone(wide):
    view = wide.log.view
    pane = wide.board.add_client()
    rows = view.verticalHeader().defaultSectionSize()
    turn(view.viewport())
    assert type_size(view) == type_size(view.header) == 14
    assert view.verticalHeader().defaultSectionSize() > rows
    assert type_size(pane) == type_size(wide.card.tabs) == 13
    turn(view.viewport(), -240)
    assert type_size(view) == 12
    assert wide.theme.zoom == 1.0


def test_the_wheel_over_a_pane_zooms_it_and_no_other(wide, until):
    first = added(wide, until, wide.board.add_client)
    second = added(wide, until, wide.board.add_server)
    turn(first.send_bar, 240)
    assert [type_size(each) for each in (first, first.address, second)] == [16, 16, 13]
    assert type_size(wide.log.view) == 13


def test_other_wheels_scroll_and_parts_of_a_notch_add_up(wide):
    view = wide.log.view
    turn(view.viewport(), modifiers=Qt.KeyboardModifier.NoModifier)
    turn(view.viewport(), modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    for _ in range(7):
        turn(view.viewport(), 15)
    assert type_size(view) == 13
    turn(view.viewport(), 15)
    assert type_size(view) == 14


def test_a_floating_dock_has_the_wheel_too(wide, until):
    dock = wide.docks[-1]
    dock.setFloating(True)
    until(dock.isVisible)
    turn(wide.log.view.viewport())
    assert type_size(wide.log.view) == 14


def test_the_part_with_the_focus_is_zoomed_by_key(wide, qtbot, until):
    pane = added(wide, until, wide.board.add_client)
    keys = CONTROL | Qt.KeyboardModifier.AltModifier
    wide.log.view.setFocus()
    qtbot.keyClick(wide.log.view, Qt.Key.Key_Equal, keys)
    assert (zoom_steps(wide.log), zoom_steps(pane), wide.theme.zoom) == (1, 0, 1.0)
    pane.address.select_all()
    qtbot.keyClick(wide.focusWidget(), Qt.Key.Key_Minus, keys)
    assert (zoom_steps(wide.log), zoom_steps(pane)) == (1, -1)
    # It is none of the parts.
    wide.scenarios.setFocus()
    qtbot.keyClick(wide.scenarios, Qt.Key.Key_Equal, keys)
    assert (zoom_steps(wide.log), zoom_steps(pane), wide.theme.zoom) == (1, -1, 1.0)


def test_reset_is_for_the_part_with_the_focus_then_for_the_whole(wide, qtbot, until):
    pane = added(wide, until, wide.board.add_client)
    turn(wide.log.view.viewport())
    turn(pane.send_bar)
    wide.theme.zoom_in()
    wide.log.view.setFocus()
    qtbot.keyClick(wide.log.view, Qt.Key.Key_0, CONTROL)
    assert (zoom_steps(wide.log), zoom_steps(pane), wide.theme.zoom) == (0, 1, 1.1)
    qtbot.keyClick(wide.log.view, Qt.Key.Key_0, CONTROL)
    assert (zoom_steps(pane), wide.theme.zoom) == (1, 1.0)


def test_parts_are_as_large_after_a_restart(wide, until, tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    pane = added(wide, until, wide.board.add_client)
    turn(wide.log.view.viewport(), 240)
    turn(wide.card.show_page(CONVERSATION), -120)
    turn(pane.send_bar, 360)
    settings.update(window_state(wide))
    keep_panes(wide, settings)
    for part in (wide.card.page(LOG), wide.card.page(CONVERSATION)):
        zoom_part(part, 0)
    wide.board.clients.remove(pane)
    restore_window(wide, settings)
    restore_panes(wide, settings)
    until(lambda: 3 in map(zoom_steps, wide.board.clients.panes()))
    assert [zoom_steps(wide.card.page(each)) for each in (LOG, CONVERSATION)] == [2, -1]
    (restored,) = [each for each in wide.board.clients.panes() if zoom_steps(each) == 3]
    copy = wide.board.new_client("copy")
    copy.copy_from(restored)
    assert zoom_steps(copy) == 3


def test_a_page_that_was_not_shown_keeps_its_zoom(wide, tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    last = PAGES[-1]
    turn(wide.card.show_page(last))
    settings.update(window_state(wide))
    kept = bytes(settings.bytes("window/card").data())
    card = type(wide.card)(wide._session.path, wide.card._records, wide._parts_for_pages)
    card.restore_state(kept)
    assert f'"{last.key}": 1' in card.save_state().decode()
    card.close_pages()
    card.deleteLater()
