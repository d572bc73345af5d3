import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTableView

from socket_workbench.gui.log.columns import LOG_COLUMNS, LOG_KEYS, LOG_TABLE, PAYLOAD, SINCE
from socket_workbench.gui.log.header import LogHeader
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.rows.time import TimeFormat, since_text


@pytest.fixture
def view(qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    return view


@pytest.fixture
def header(qtbot, reader, view):
    header = LogHeader(view)
    view.setHorizontalHeader(header)
    view.setModel(LogModel(reader, view))
    view.resize(1200, 200)
    with qtbot.waitExposed(view):
        view.show()
    header.reset_columns()
    return header


def ticks(menu):
    return {action.text(): action for action in menu.actions() if action.isCheckable()}


def test_the_menu_hides_and_shows_columns(header):
    ticks(header.columns_menu(header))["Peer"].trigger()
    assert header.isSectionHidden(LOG_KEYS.index("peer"))
    tick = ticks(header.columns_menu(header))["Peer"]
    assert not tick.isChecked()
    tick.trigger()
    assert not header.isSectionHidden(LOG_KEYS.index("peer"))


def test_the_number_of_the_connection_is_shown_on_request_and_then_kept(header):
    tick = ticks(header.columns_menu(header))["Conn"]
    assert not tick.isChecked()
    tick.trigger()
    kept = header.save_state()
    header.reset_columns()
    assert header.isSectionHidden(LOG_KEYS.index("connection"))
    header.restore_state(kept)
    assert not header.isSectionHidden(LOG_KEYS.index("connection"))


def test_the_last_column_cannot_be_hidden(header):
    for key in LOG_KEYS:
        header.set_shown(LOG_KEYS.index(key), key == "payload")
    menu = ticks(header.columns_menu(header))
    assert not menu["Payload"].isEnabled()
    assert menu["Time"].isEnabled()


def test_columns_can_be_moved_and_put_back(header):
    header.moveSection(0, 5)
    header.set_shown(LOG_KEYS.index("kind"), False)
    header.columns_menu(header).actions()[-1].trigger()
    assert list(map(header.logicalIndex, range(len(LOG_KEYS)))) == list(range(len(LOG_KEYS)))
    assert not header.isSectionHidden(LOG_KEYS.index("kind"))


def test_only_columns_that_are_shown_are_seen(header):
    header.set_shown(LOG_KEYS.index("since"), False)
    seen = header.seen_columns()
    hidden = {"since", *(column.key for column in LOG_COLUMNS if column.is_optional)}
    assert [column.key for column, _, _ in seen] == [key for key in LOG_KEYS if key not in hidden]
    assert seen[1] == (LOG_COLUMNS[2], header.sectionSize(LOG_KEYS.index("time")), seen[1][2])


def test_columns_keep_in_step_with_the_type(header):
    before = header.sectionSize(LOG_KEYS.index("time"))
    header.rescale(13, 26)
    assert header.sectionSize(LOG_KEYS.index("time")) == 2 * before


def test_the_last_column_only_takes_what_is_left(header, qtbot):
    header.rescale(10, 11)
    assert header.length() <= header.viewport().width() + 1


def test_what_took_what_was_left_has_room_for_a_line_when_it_is_moved(header, qtbot):
    payload = LOG_KEYS.index("payload")
    header.moveSection(header.visualIndex(payload), 0)
    painter = LogPainter(header.font())
    width = 3 * painter.column_width(PAYLOAD, PAYLOAD.title)
    qtbot.waitUntil(lambda: header.sectionSize(payload) > width)


def test_times_are_shown_as_one_likes(header, qtbot):
    menu = header.columns_menu(header)
    times = next(one.menu() for one in menu.actions() if one.text() == "Show times as")
    with qtbot.waitSignal(header.time_format_chosen) as chosen:
        ticks(times)["Since the session began"].trigger()
    assert chosen.args == [TimeFormat.SINCE_START]
    assert not header.isSectionHidden(LOG_KEYS.index("since"))
    again = header.columns_menu(header)
    times = next(one.menu() for one in again.actions() if one.text() == "Show times as")
    assert [text for text, one in ticks(times).items() if one.isChecked()] == [
        "Since the session began"
    ]


def test_the_time_since_the_row_before_is_read_in_full(header):
    painter = LogPainter(header.font())
    spans = (0.000_099, 0.999_9, 59.999, 59 * 60 + 59, 23 * 3600 + 59 * 60)
    for seconds in spans:
        text = since_text(round(seconds * 1e9))
        assert header.sectionSize(LOG_KEYS.index("since")) >= painter.column_width(SINCE, text), (
            text
        )


def test_columns_come_back_as_they_were(header):
    header.moveSection(header.visualIndex(LOG_KEYS.index("bytes")), 0)
    header.resizeSection(LOG_KEYS.index("peer"), 321)
    header.set_shown(LOG_KEYS.index("since"), False)
    header.set_time_format(TimeFormat.SINCE_START)
    state = header.save_state()
    header.reset_columns()
    header.set_time_format(TimeFormat.CLOCK)
    header.restore_state(state)
    assert header.save_state() == state
    assert header.time_format is TimeFormat.SINCE_START
    assert header.sectionSize(LOG_KEYS.index("peer")) == 321
    assert header.visualIndex(LOG_KEYS.index("bytes")) == 0


@pytest.mark.parametrize("state", [{}, {"columns": 5, "times": "sundial"}, {"times": ["clock"]}])
def test_what_makes_no_sense_is_as_at_first(header, state):
    first = header.save_state()
    header.restore_state(state)
    assert header.save_state() == first


def test_the_log_does_not_scroll_sideways_where_its_columns_fit(header):
    payload = LOG_KEYS.index("payload")
    others = header.length() - header.sectionSize(payload)
    for room in (60, 300, 120):
        header.parent().resize(others + room, 200)
        QCoreApplication.processEvents()
        assert header.length() <= header.viewport().width()
        assert header.sectionSize(payload) >= 26


@pytest.mark.parametrize("last", ["payload", "bytes"])
def test_the_column_that_took_what_was_left_does_so_in_a_narrower_log(header, view, last):
    columns = [{"key": key} for key in LOG_KEYS if key != last] + [{"key": last, "width": 900}]
    header.restore_state({"columns": columns})
    assert header.sectionSize(LOG_KEYS.index(last)) >= header.fontMetrics().horizontalAdvance(last)
    assert view.horizontalScrollBar().maximum() == 0
    assert header.length() == header.width()


def shown(header):
    return [LOG_KEYS[place] for place in header.shown_places()]


YIELDING = [column.key for column in LOG_TABLE.yielding]


def test_columns_give_way_to_the_payload_one_after_the_other(header, view):
    payload, peer = LOG_KEYS.index("payload"), LOG_KEYS.index("peer")
    width, all_shown = header.sectionSize(peer), shown(header)
    least = header._least_main
    for width_of_log in range(1200, 200, -20):
        view.resize(width_of_log, 200)
        gone = [key for key in all_shown if key not in shown(header)]
        assert set(gone) == set(YIELDING[: len(gone)])
        assert header.sectionSize(payload) >= least or set(gone) == set(YIELDING)
    assert shown(header) == ["direction", "payload"]
    kept = header.save_state()
    view.resize(1200, 200)
    assert header.sectionSize(peer) == width
    # What is saved is what the user has chosen, not what had room.
    header.restore_state(kept)
    assert header.sectionSize(peer) == width
    assert shown(header) == all_shown


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(LOG_KEYS[:-1]), st.integers(1, 700)), max_size=4))
def test_the_payload_can_be_read_whatever_widths_the_others_were_given(header, view, widths):
    header.reset_columns()
    view.resize(1200, 200)
    for key, width in widths:
        header.set_width(LOG_KEYS.index(key), width)
    for width_of_log in (700, 420):
        view.resize(width_of_log, 200)
        is_seen = header.sectionSize(LOG_KEYS.index("payload")) >= header._least_main
        assert is_seen or not set(shown(header)) & set(YIELDING)


def test_a_peer_that_was_asked_for_stays_however_narrow_the_log(header, view):
    peer = LOG_KEYS.index("peer")
    view.resize(800, 200)
    ticks(header.columns_menu(header))["Peer"].trigger()
    assert not header.isSectionHidden(peer)
    view.resize(700, 200)
    assert not header.isSectionHidden(peer)
    ticks(header.columns_menu(header))["Peer"].trigger()
    view.resize(1200, 200)
    assert header.isSectionHidden(peer)
