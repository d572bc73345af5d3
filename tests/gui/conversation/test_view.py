import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from socket_workbench.gui.conversation.view import ConversationView
from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.looks.palette import LIGHT, use_tokens
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.rows.numbered_rows import selected_spans
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row


@pytest.fixture
def filled(qtbot, recording):
    view = ConversationView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    with qtbot.waitExposed(view):
        view.show()
    payloads = (b"one", b"two\nthree\n", b"four", b"five\nsix\nseven")
    view.add_rows(
        [
            Row(number, 0, recording.client, Kind.RECEIVED, len(payload), payload, "")
            for number, payload in enumerate(payloads)
        ]
    )
    return view


@pytest.fixture
def table(filled):
    return filled.table


def click(qtbot, table, row, modifier=Qt.KeyboardModifier.NoModifier):
    place = table.visualRect(table.model().index(row, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_a_click_selects_all_lines_of_a_message(table, qtbot):
    for row, spans in ((0, [(0, 0)]), (2, [(1, 2)]), (5, [(4, 6)])):
        click(qtbot, table, row)
        assert selected_spans(table) == spans


def test_messages_are_added_and_taken_away(table, qtbot):
    click(qtbot, table, 2)
    click(qtbot, table, 5, Qt.KeyboardModifier.ControlModifier)
    assert selected_spans(table) == [(1, 2), (4, 6)]
    click(qtbot, table, 6, Qt.KeyboardModifier.ControlModifier)
    assert selected_spans(table) == [(1, 2)]
    click(qtbot, table, 0)
    click(qtbot, table, 5, Qt.KeyboardModifier.ShiftModifier)
    assert selected_spans(table) == [(0, 6)]


def test_all_and_none_can_be_selected(table):
    table.selectAll()
    assert selected_spans(table) == [(0, 6)]
    table.selectionModel().select(
        table.model().index(0, 0), QItemSelectionModel.SelectionFlag.Clear
    )
    assert selected_spans(table) == []
    assert table.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection


@pytest.fixture
def view(qtbot):
    view = ConversationView(compact=True)
    qtbot.addWidget(view)
    view.resize(500, 160)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.fixture
def say(view, recording):
    said: list[Row] = []

    def say(*payloads, source=recording.client, first=None):
        """Add rows with the numbers that follow, or with these."""
        start = len(said) if first is None else first
        rows = [
            Row(number, 0, source, Kind.SENT, len(payload), payload, "")
            for number, payload in enumerate(payloads, start)
        ]
        said.extend(rows)
        view.add_rows(rows)

    return say


def test_it_follows_what_is_said(view, say, qtbot):
    say(*(b"%d" % number for number in range(50)))
    bar = view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    say(b"more")
    assert bar.value() == 0
    qtbot.keyClick(view.table, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_lines_left_out_above_do_not_move_those_looked_at(view, say, qtbot):
    view.model._most_lines = 80
    say(*(b"%d" % number for number in range(80)))
    table, bar = view.table, view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    table.selectRow(0)
    bar.setValue(40)
    say(b"80")
    qtbot.waitUntil(lambda: view.model.rowCount() < 80)
    assert view.model.line(table.rowAt(0)).texts[-1] == "40"
    assert not table.follower.is_following


def test_another_conversation_is_shown_at_its_end(view, say, qtbot, recording):
    say(*(b"%d" % number for number in range(80)))
    bar = view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    view.show_sources(None)
    say(*(b"%d" % number for number in range(80)))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)


def test_the_place_is_kept_while_it_is_shown_in_another_notation(view, say, qtbot):
    say(*(b"%d" % number for number in range(80)))
    bar = view.table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    place = 30
    bar.setValue(place)
    view.model.use_lines(view.model._maker)
    assert view.model.rowCount() == 0
    say(*(b"%d" % number for number in range(80)), first=0)
    qtbot.waitUntil(lambda: bar.value() == place)


def test_lines_are_copied_as_text(view, say, qtbot):
    say(b"one", b"two", b"three")
    qtbot.keyClick(view.table, Qt.Key.Key_Home)
    qtbot.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "one\ntwo"


def copied(view, qtbot, row):
    place = view.table.visualRect(view.model.index(row, 2)).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_a_reply_of_several_lines_is_copied_whole(view, say, qtbot):
    say(b"before", "Grüße,\r\n\tzhangsan\n".encode(), b"x" * 3_000 + b"\nend")
    assert copied(view, qtbot, 2) == "Grüße,\r\n\tzhangsan\n"
    assert copied(view, qtbot, 1) == "Grüße,\r\n\tzhangsan\n"
    assert copied(view, qtbot, 3) == "x" * 3_000 + "\nend"
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    whole = "before\nGrüße,\r\n\tzhangsan\n" + "x" * 3_000 + "\nend"
    assert QGuiApplication.clipboard().text() == whole


def test_the_message_chosen_is_told(view, say, qtbot):
    say(b"one", b"two")
    with qtbot.waitSignal(view.message_chosen) as chosen:
        view.table.selectRow(1)
    assert chosen.args == [1]


def test_only_its_sources_are_shown(view, say, recording):
    view.show_sources({recording.accepted.number})
    say(b"not mine")
    say(b"mine", source=recording.accepted)
    assert view.model.rowCount() == 1
    view.clear()
    assert view.model.rowCount() == 0


def test_it_says_when_older_lines_are_left_out(view, say):
    assert view._notice.isHidden()
    view.model.mark_shortened()
    assert view._notice.isVisible()
    view.clear()
    assert view._notice.isHidden()


def test_a_larger_type_makes_rows_higher(view, say):
    say(b"x")
    before = view.table.rowHeight(0)
    view.table.setFont(text_font(2.0))
    assert view.table.rowHeight(0) > before * 1.5


def test_the_keyboard_goes_to_the_lines(view):
    assert view.focusProxy() is view.table
    assert view.table.accessibleName() == "Conversation"


def test_no_text_is_under_the_button_that_follows_again(
    theme, filled, table, recording, monkeypatch, qtbot
):
    row = Row(9, 0, recording.client, Kind.RECEIVED, 200, b"x" * 200, "")
    filled.add_rows([row] * 40)
    painted = []
    paint = LaidOutTexts.paint

    def noted(texts, painter, area, *rest, **options):
        painted.append(QRect(area))
        paint(texts, painter, area, *rest, **options)

    monkeypatch.setattr(LaidOutTexts, "paint", noted)
    qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() > 0)
    table.verticalScrollBar().setValue(3)
    button = table.follower.button
    assert button.isVisible()
    painted.clear()
    table.viewport().grab()
    taken = button.geometry().translated(-table.viewport().pos())
    assert painted
    assert not any(area.intersects(taken) for area in painted)
    cut = [area for area in painted if area.right() == taken.left() - 1 - 4]
    assert cut
    assert all(area.top() < taken.bottom() and area.bottom() > taken.top() for area in cut)


def test_an_empty_conversation_says_that_nothing_was_said(view):
    use_tokens(LIGHT)
    view.resize(400, 200)
    view.show()

    def inks():
        image = view.table.viewport().grab().toImage()
        return {
            image.pixelColor(x, y).name().upper()
            for x in range(image.width())
            for y in range(image.height())
        }

    assert LIGHT.dim in inks()
