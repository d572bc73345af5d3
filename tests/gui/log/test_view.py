from time import time_ns

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from socket_workbench.gui.log import view as log_view
from socket_workbench.gui.log.columns import LOG_KEYS
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.row_menu import RowMenu
from socket_workbench.gui.log.view import LogView
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.search.row_set import RowSet

ROWS = 200


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(*(b"message %d" % number for number in range(ROWS)))
    return LogModel(reader)


@pytest.fixture
def view(model, qtbot):
    view = LogView(model)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 0)
    return view


def is_at_end(view):
    return view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_it_follows_its_end(view, model, recording, qtbot):
    assert is_at_end(view)
    before = view.verticalScrollBar().maximum()
    model.grow(recording.receive(*(b"x",) * 5))
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > before)
    assert is_at_end(view)


def test_scrolled_up_it_stands_still_while_rows_arrive(view, model, recording, qtbot):
    view.verticalScrollBar().setValue(10)
    before = view.verticalScrollBar().maximum()
    model.grow(recording.receive(*(b"x",) * 5))
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > before)
    assert view.verticalScrollBar().value() == 10
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert is_at_end(view)
    assert view.follower.is_following
    assert view.currentIndex().row() == model.rowCount() - 1


@pytest.mark.parametrize("height", [97, 250, 263, 264, 300, 411])
def test_rows_are_whole_at_the_header_and_at_the_end(view, qtbot, height):
    view.resize(1000, height)
    qtbot.waitUntil(lambda: view.height() == height)
    rows, bar = view.rowHeight(0), view.verticalScrollBar()
    for place in (bar.maximum(), 0, 7, bar.maximum()):
        bar.setValue(place)
        assert view.rowViewportPosition(view.rowAt(0)) == 0
    last = view.rowViewportPosition(ROWS - 1)
    left = view.viewport().height() - last - rows
    assert 0 <= left < rows
    for _ in range(3):
        wheel = QWheelEvent(
            QPointF(50, 50),
            view.mapToGlobal(QPointF(50, 50)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), wheel)
        assert view.rowViewportPosition(view.rowAt(0)) == 0
    assert bar.value() < bar.maximum()


def test_titles_give_way_to_two_rows(view, qtbot):
    low = view.minimumSizeHint().height()
    row = view.verticalHeader().defaultSectionSize()
    enough = low + row + view.header.sizeHint().height()
    for height in (low, enough, enough - 1, 10 * low, low):
        view.resize(600, height)
        qtbot.waitUntil(lambda height=height: view.header.isVisible() == (height >= enough))
        assert view.viewport().height() >= row * (1 if height == low else 2)
        assert view.minimumSizeHint().height() == low


def test_no_text_is_under_the_button_that_follows_again(view, monkeypatch, qtbot):
    painted = []
    paint = LaidOutTexts.paint

    def noted(texts, painter, area, *rest, **options):
        painted.append(QRect(area))
        paint(texts, painter, area, *rest, **options)

    monkeypatch.setattr(LaidOutTexts, "paint", noted)
    view.resize(300, view.minimumSizeHint().height() + view.rowHeight(0))
    qtbot.waitUntil(view.header.isHidden)
    view.verticalScrollBar().setValue(10)
    button = view.follower.button
    assert button.isVisible()
    painted.clear()
    view.viewport().grab()
    taken = button.geometry().translated(-view.viewport().pos())
    assert painted
    assert not any(area.intersects(taken) for area in painted if area.isValid())


def test_the_button_that_follows_again_covers_no_row(theme, view):
    view.verticalScrollBar().setValue(10)
    button = view.follower.button
    assert button.isVisible()
    assert view.header.geometry().contains(button.geometry())
    assert not view.viewport().geometry().intersects(button.geometry())


def test_comfortable_rows_are_higher_at_once(view, theme):
    heights = []
    for comfortable in (False, True, False):
        theme.set_comfortable(comfortable)
        heights.append(view.rowHeight(0))
    assert heights == [22, 28, 22]


def test_only_rows_that_are_seen_are_read(view, model, qtbot):
    view.verticalScrollBar().setValue(0)
    view.viewport().repaint()
    assert set(model._pages._pages) <= {0, 5, 6}


def test_the_row_chosen_is_told(view, qtbot):
    with qtbot.waitSignal(view.row_chosen) as chosen:
        view.go_to(100)
    assert chosen.args == [100]
    assert view.visualRect(view.currentIndex()).intersects(view.viewport().rect())
    assert not view.follower.is_following


def test_a_row_gone_to_is_selected_whatever_is_held(view, model, qtbot):
    view.go_to(100)
    qtbot.keyPress(view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    view.go_to(7)
    assert view.selected_positions() == [7]
    # A reset takes the selection; the row is sought again.
    model.beginResetModel()
    model.endResetModel()
    assert (view.selected_positions(), view.currentIndex().row()) == ([7], 7)
    qtbot.keyRelease(view, Qt.Key.Key_Control)


def test_the_keyboard_reaches_first_and_newest(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1


def test_rows_are_copied_with_the_keyboard(view, qtbot):
    view.go_to(7)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.rpartition("\t")[2] for line in lines] == ["message 7", "message 8"]


def test_millions_selected_are_no_trouble(view, monkeypatch):
    monkeypatch.setattr(log_view, "MOST_SELECTED", 50)
    view.selectAll()
    assert view.selected_count() == ROWS
    assert view.selected_positions() == list(range(50))
    assert len(view.selected_rows()) == 50


def test_the_row_looked_at_is_kept_when_a_filter_comes_and_goes(view, model):
    view.go_to(100)
    model.show_matches()
    assert not view.currentIndex().isValid()
    model.add_matches(RowSet.of([3]))
    assert not view.currentIndex().isValid()
    model.add_matches(RowSet.of([100, 150]))
    assert view.currentIndex().row() == 1
    model.show_all()
    assert view.currentIndex().row() == 100


def test_a_row_that_is_gone_is_no_longer_chosen(view, model, qtbot):
    view.go_to(100)
    with qtbot.waitSignal(view.row_chosen) as chosen:
        model.clear()
    assert chosen.args == [None]


def test_the_menu_opens_by_mouse_and_by_keyboard(view, qtbot):
    view.go_to(3)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        place = view.mapToGlobal(QPoint(20, 40))
        view.contextMenuEvent(QContextMenuEvent(reason, QPoint(20, 40), place))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, RowMenu)
        assert "Columns" in [action.text() for action in menu.actions()]
        menu.close()


def test_wishes_of_the_menu_are_passed_on(view, recording, qtbot):
    view.go_to(3)
    menu = view.row_menu()
    qtbot.addWidget(menu)
    with qtbot.waitSignal(view.only_connection_requested) as requested:
        menu.only_action.trigger()
    assert requested.args == [recording.accepted]
    with qtbot.waitSignal(view.hide_kind_requested):
        menu.hide_action.trigger()


def test_a_larger_type_makes_rows_higher_and_columns_wider(view, qtbot):
    view.resize(2000, 300)  # There is room for all columns at both sizes.
    height, width = view.rowHeight(0), view.columnWidth(LOG_KEYS.index("time"))
    view.setFont(text_font(2.0))
    qtbot.waitUntil(lambda: view.rowHeight(0) > height * 1.5)
    assert view.columnWidth(LOG_KEYS.index("time")) > width * 1.5


def test_a_double_click_on_a_heads_edge_fits_the_column(view):
    view.resizeColumnToContents(LOG_KEYS.index("peer"))
    wide = view.columnWidth(LOG_KEYS.index("peer"))
    assert wide > view.fontMetrics().horizontalAdvance("127.0.0.1:51342")
    view.resizeColumnToContents(LOG_KEYS.index("bytes"))
    assert view.columnWidth(LOG_KEYS.index("bytes")) < wide


def test_an_empty_log_says_why(view, model):
    model.clear()
    view.set_empty_text("Cleared.")
    with_text = view.viewport().grab().toImage()
    view.set_empty_text("")
    assert view.viewport().grab().toImage() != with_text


def test_a_selected_row_is_painted_on_its_own_ground(view):
    view.go_to(100)
    selected = view.viewport().grab().toImage()
    view.clearSelection()
    assert view.viewport().grab().toImage() != selected


def test_it_has_a_name_for_readers_of_the_screen(view):
    assert view.accessibleName() == "Log"
    assert view.header.accessibleName()


def test_only_a_cut_text_has_a_tooltip_with_all_of_it(view, model):
    peer = model.index(model.rowCount() - 1, LOG_KEYS.index("peer"))

    def pointed_at():
        place = view.visualRect(peer).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), event)
        return QToolTip.text()

    assert pointed_at() == ""
    view.setColumnWidth(peer.column(), 40)
    assert pointed_at() == "127.0.0.1:51342"
    QToolTip.hideText()


def test_a_call_that_waits_is_painted_again_and_the_chosen_one_is_shown_as_it_ends(
    qtbot, recording, reader
):
    begun = begun_text("recv(9)", "t", 7, 1)
    event = Event(time_ns(), recording.accepted.number, Kind.CALL_BEGUN, b"", begun)
    recording.store.write([], [event])
    recording.count += 1
    model = LogModel(reader)
    view = LogView(model)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.selectRow(0)
    with qtbot.waitSignal(view.row_chosen):
        qtbot.waitUntil(lambda: " waiting " in model.index(0, LOG_KEYS.index("payload")).data())
    qtbot.waitUntil(view._clock.isActive)
    before = view.grab().toImage()
    qtbot.waitUntil(lambda: view.grab().toImage() != before)

    text = call_text("recv(9)", "b''", 2_400_000_000, "t", 7, 1)
    with qtbot.waitSignal(view.row_chosen):
        model.grow(recording.add((recording.accepted, Kind.CALL, b"", text)))
    said = model.index(0, LOG_KEYS.index("payload")).data()
    assert said == "recv(9)  returned after 2.4 s"
    qtbot.waitUntil(lambda: not view._clock.isActive())
    model.close()


@pytest.mark.parametrize("place", [0, 7])
def test_a_row_that_is_cut_at_the_bottom_is_not_seen(view, qtbot, place):
    rows = view.rowHeight(0)
    view.resize(1000, view.height() - view.viewport().height() + 5 * rows + rows // 2)
    qtbot.waitUntil(lambda: view.viewport().height() == 5 * rows + rows // 2)
    view.verticalScrollBar().setValue(place)
    image = view.viewport().grab().toImage()
    bottom = [image.pixel(x, y) for x in range(300) for y in range(5 * rows, image.height())]
    assert len(set(bottom)) == 1
    above = [image.pixel(x, y) for x in range(300) for y in range(4 * rows, 5 * rows)]
    assert len(set(above)) > 1
