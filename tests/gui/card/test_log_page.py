import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.log.clipboard import copy_payloads, copy_rows
from socket_workbench.gui.log.columns import LOG_KEYS
from socket_workbench.gui.log.copy import as_text
from socket_workbench.gui.rows.time import TimeFormat
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter, Pieces


@pytest.fixture
def card(open_card, recording):
    recording.add(
        (recording.accepted, Kind.ACCEPTED),
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.client, Kind.SENT, b"lisi"),
    )
    return open_card()


@pytest.fixture
def log(card):
    return card.page(LOG)


def payloads(log):
    model = log.model
    return [model.index(row, LOG_KEYS.index("payload")).data() for row in range(model.rowCount())]


def test_it_shows_what_was_recorded_and_what_is_committed(card, log, recording):
    assert payloads(log) == ["from 127.0.0.1:51342", "zhangsan", "lisi"]
    card.rows_committed(recording.receive(b"wangwu"))
    assert payloads(log)[-1] == "wangwu"


def test_the_row_selected_is_shown_in_full(card, log, recording):
    card.rows_committed(recording.receive(b"x" * 1000))
    log.view.selectRow(3)
    assert card.detail.text_view.toPlainText() == "x" * 1000
    assert "1.0 ms after the previous row" in card.detail.footer.text()


def test_a_filter_is_kept_up_to_date(card, log, recording, qtbot):
    log.filter_bar.set_filter(Filter(text="zhang"))
    qtbot.waitUntil(lambda: payloads(log) == ["zhangsan"])
    card.rows_committed(recording.receive(b"lisi", b"zhang again"))
    qtbot.waitUntil(lambda: payloads(log) == ["zhangsan", "zhang again"])
    log.filter_bar.set_filter(Filter())
    assert len(payloads(log)) == 5


def test_rows_restrict_the_log_to_what_is_like_them(log, qtbot):
    log.view.selectRow(2)
    menu = log.view.row_menu()
    menu.only_action.trigger()
    qtbot.waitUntil(lambda: payloads(log) == ["lisi"])
    assert [chip.text() for chip in log.filter_bar.chips()] == ["conn:2 127.0.0.1:51342"]
    log.filter_bar.set_filter(Filter())
    log.view.clearSelection()
    log.view.selectRow(0)
    log.view.row_menu().hide_action.trigger()
    qtbot.waitUntil(lambda: payloads(log) == ["zhangsan", "lisi"])


def test_the_field_says_how_many_rows_are_shown_and_of_how_many(card, log, recording, qtbot):
    field = log.filter_bar.text_field
    field.resize(400, field.height())
    total = log.model.journal_count
    assert field.count() == f"{total} rows"
    log.filter_bar.set_filter(Filter(text="lisi"))
    qtbot.waitUntil(lambda: field.count() == f"1 of {total} rows")
    # Rows that are not shown count too.
    card.rows_committed(recording.receive(b"zhangsan again"))
    qtbot.waitUntil(lambda: field.count() == f"1 of {total + 1} rows")
    log.filter_bar.set_filter(Filter())
    qtbot.waitUntil(lambda: field.count() == f"{total + 1} rows")
    log.clear_button.click()
    assert field.count() == "0 rows"


def test_clearing_can_be_undone_also_under_a_filter(card, log, recording, qtbot):
    log.filter_bar.set_filter(Filter(text="lisi"))
    qtbot.waitUntil(lambda: payloads(log) == ["lisi"])
    qtbot.mouseClick(log.clear_button, Qt.MouseButton.LeftButton)
    assert payloads(log) == []
    assert log.clear_button.text() == "Undo clear"
    card.rows_committed(recording.receive(b"again lisi"))
    qtbot.waitUntil(lambda: payloads(log) == ["again lisi"])
    qtbot.mouseClick(log.clear_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: payloads(log) == ["lisi", "again lisi"])
    assert log.clear_button.text() == "Clear"


def test_what_was_lost_is_shown_also_where_it_was_cleared_away(card, log, recording, qtbot):
    card.rows_committed(recording.add((recording.accepted, Kind.DROPPED, b"", "Lost.")))
    log.clear_button.click()
    card.tabs.setCurrentIndex(1)
    card.show_page(LOG).show_losses()
    qtbot.waitUntil(lambda: payloads(log) == ["Lost."])
    assert card.tabs.currentIndex() == 0
    assert log.filter_bar.text_field.text() == "is:lost"
    log.filter_bar.go_back()
    qtbot.waitUntil(lambda: len(payloads(log)) == 4)


def test_an_empty_log_says_why(log, qtbot):
    log.filter_bar.set_filter(Filter(text="nowhere to be found"))
    qtbot.waitUntil(lambda: log.view._empty_text == "No row matches the filter.")
    log.filter_bar.set_filter(Filter())
    log.clear_button.click()
    assert log.view._empty_text.startswith("Cleared.")


def test_columns_and_the_form_of_times_come_back(card, log, open_card):
    log.view.header.set_shown(LOG_KEYS.index("peer"), False)
    log.view.header.moveSection(0, 3)
    log.view.header.set_time_format(TimeFormat.SINCE_START)
    other = open_card()
    other.restore_state(card.save_state())
    again = other.page(LOG)
    assert again.view.header.isSectionHidden(LOG_KEYS.index("peer"))
    assert again.view.header.visualIndex(LOG_KEYS.index("time")) == 3
    assert again.model.index(1, LOG_KEYS.index("time")).data() == "+1.0 ms"


def test_each_message_is_read_in_the_encoding_of_its_endpoint(card, log, recording):
    card.rows_committed(
        recording.add(
            (recording.client, Kind.SENT, "日".encode("shift_jis")),
            (recording.accepted, Kind.RECEIVED, "é".encode()),
        )
    )
    card.annotations.choose_encoding(recording.client.name, "shift_jis")
    last = log.model.rowCount() - 1

    log.view.selectRow(last - 1)
    assert card.detail.text_view.toPlainText() == "日"
    log.view.selectRow(last)
    assert card.detail.text_view.toPlainText() == "é"
    assert card.detail.encoding_name() == "utf-8"
    log.view.selectRow(last - 1)
    assert card.detail.encoding_name() == "shift_jis"
    copy_rows(log.model, log.view.selected_rows(), 1)
    assert QGuiApplication.clipboard().text().endswith("\t日")
    copy_payloads(log.model, log.view.selected_rows(), as_text)
    assert QGuiApplication.clipboard().text() == "日"


def test_everything_has_a_name_and_is_reached_with_the_keyboard(card, log):
    for widget in (
        log.view,
        card.tabs,
        log.clear_button,
        log.filter_bar.menu_button,
        log.filter_bar.text_field,
    ):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName() or widget.text()


@pytest.fixture
def framed(recording):
    """A server's connection whose framing has found messages; its client's has none."""
    source = recording.add_source(
        recording.accepted._replace(number=9, connection=9, framing="line")
    )
    recording.add(
        (source, Kind.RECEIVED, b"one\ntw"),
        (source, Kind.MESSAGE, b"one\n"),
        (source, Kind.RECEIVED, b"o\n"),
        (source, Kind.MESSAGE, b"two\n", "2"),
        (source, Kind.SENT, b"ok\n"),
    )
    return source


def pick(log, title):
    next(each for each in log.pieces.menu().actions() if each.text() == title).trigger()


BEFORE = ["from 127.0.0.1:51342", "zhangsan", "lisi"]
READS = [*BEFORE, r"one\n …", r"o\n", r"ok\n"]
MESSAGES = [*BEFORE, r"one\n", r"[from 2 reads] two\n", r"ok\n"]


def test_reads_or_the_messages_found_in_them_are_shown_as_they_come(card, framed, recording, qtbot):
    card.rows_committed(recording.count)
    log = card.page(LOG)
    assert payloads(log)[3:] == [
        r"one\n …",
        r"one\n",
        r"o\n",
        r"[from 2 reads] two\n",
        r"ok\n",
    ]
    pick(log, "Messages")
    qtbot.waitUntil(lambda: payloads(log) == MESSAGES)
    assert log.wanted == Filter(pieces=Pieces.MESSAGES)
    assert log.filter_bar.text_field.text() == "as:messages"
    # The button says it; a chip would move the rows.
    assert log.filter_bar.chips() == []
    pick(log, "Reads")
    qtbot.waitUntil(lambda: payloads(log) == READS)
    card.rows_committed(
        recording.add((framed, Kind.RECEIVED, b"x"), (framed, Kind.INCOMPLETE, b"x"))
    )
    qtbot.waitUntil(lambda: payloads(log) == [*READS, "x"])
    log.filter_bar.go_back()
    qtbot.waitUntil(lambda: payloads(log) == [*MESSAGES, "x"])
    assert log.pieces.text() == "Messages"
    assert log.model.line(6).row.kind is Kind.INCOMPLETE
    pick(log, "Both")
    assert log.wanted is None
    assert log.pieces.text() == "Both"


def test_the_choice_adds_to_the_filter_that_is_there(card, framed, recording, qtbot):
    card.rows_committed(recording.count)
    log = card.page(LOG)
    log.filter_bar.set_filter(Filter(text="o"))
    pick(log, "Messages")
    shown = [r"one\n", r"[from 2 reads] two\n", r"ok\n"]
    qtbot.waitUntil(lambda: payloads(log) == shown)
    assert log.wanted == Filter(text="o", pieces=Pieces.MESSAGES)


def test_the_choice_is_there_once_a_connection_has_a_framing(card, log, recording):
    assert not log.pieces.isEnabled()
    framed = recording.accepted._replace(number=9, connection=9, framing="line")
    recording.add_source(framed)
    card.rows_committed(recording.add((framed, Kind.ACCEPTED)))
    assert log.pieces.isEnabled()
