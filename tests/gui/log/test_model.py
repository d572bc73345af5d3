import re

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.log.clipboard import copy_rows
from socket_workbench.gui.log.columns import LOG_KEYS
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.rows.time import TimeFormat
from socket_workbench.journal.call_record import held_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.row_set import RowSet
from socket_workbench.journal.storage.unsent import Unsent


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(b"zero", b"one", b"two")
    model = LogModel(reader)
    yield model
    model.deleteLater()


def shown(model):
    column = int(LOG_KEYS.index("payload"))
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_it_is_a_sound_model_while_it_grows_and_is_filtered(model, recording, qtmodeltester):
    qtmodeltester.check(model)
    model.grow(recording.receive(b"three"))
    model.show_matches()
    model.add_matches(RowSet.of([1, 2]))
    model.clear()
    model.undo_clear()
    model.show_all()


def test_rows_are_read_from_the_journal_when_asked_for(model, recording):
    assert shown(model) == ["zero", "one", "two"]
    recording.receive(b"three")
    assert model.rowCount() == 3
    model.grow(recording.count)
    assert shown(model) == ["zero", "one", "two", "three"]


def test_growing_inserts_once_per_batch(model, recording, qtbot):
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.grow(recording.receive(*(b"x",) * 10))
    assert inserted.args[1:] == [3, 12]


def test_growing_to_less_changes_nothing(model):
    model.grow(1)
    assert model.rowCount() == model.journal_count == 3


class Committer(QObject):
    rows_committed = Signal(object)


def test_it_can_be_told_more_than_32_bits_by_signal(model):
    committer = Committer()
    committer.rows_committed.connect(model.grow)
    committer.rows_committed.emit(2**33)
    assert model.journal_count == 2**33
    assert 0 < model.rowCount() < 2**31
    assert model.number_at(model.rowCount() - 1) == 2**33 - 1


def test_only_matches_are_shown_in_a_filtered_log(model, recording):
    model.show_matches()
    assert model.is_filtered
    assert shown(model) == []
    model.add_matches(RowSet.of([0]))
    model.add_matches(RowSet.of([2]))
    assert shown(model) == ["zero", "two"]
    model.grow(recording.receive(b"three"))
    assert shown(model) == ["zero", "two"]
    model.show_all()
    assert shown(model) == ["zero", "one", "two", "three"]


def test_matches_that_come_after_the_filter_was_taken_away_are_passed_over(model):
    model.show_matches()
    model.show_all()
    model.add_matches(RowSet.of([2]))
    assert shown(model) == ["zero", "one", "two"]


def test_clearing_hides_and_can_be_undone(model, recording, qtbot):
    with qtbot.waitSignal(model.cleared_changed):
        model.clear()
    assert shown(model) == []
    assert model.first_number == 3
    model.grow(recording.receive(b"three"))
    assert shown(model) == ["three"]
    model.undo_clear()
    assert shown(model) == ["zero", "one", "two", "three"]


def test_positions_and_numbers_are_told_apart(model):
    model.show_matches()
    model.add_matches(RowSet.of([0, 2]))
    assert model.number_at(1) == 2
    assert model.position_of(2) == 1
    assert model.position_of(1) is None
    assert [model.position_from(number) for number in range(4)] == [0, 1, 1, 2]
    assert [row.number for row in model.rows_at([1, 0])] == [0, 2]


def test_a_payload_is_whole_however_long(model, recording):
    long = bytes(range(256)) * 40
    model.grow(recording.receive(long))
    row = model.rows_at([3])[0]
    assert len(row.preview) < len(long)
    assert model.payload(row) == long


def test_numbers_stand_at_the_right(model):
    right = model.index(0, LOG_KEYS.index("bytes")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(right) & Qt.AlignmentFlag.AlignRight


def test_heads_have_titles_and_explanations(model):
    horizontal = Qt.Orientation.Horizontal
    since = LOG_KEYS.index("since")
    assert model.headerData(since, horizontal) == "Δ time"
    assert "previous" in model.headerData(since, horizontal, Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_errors_show_their_sentence(model, recording):
    model.grow(recording.add((recording.accepted, Kind.ERROR, b"", "It broke.")))
    assert shown(model)[-1] == "It broke."


def test_times_are_shown_as_one_likes(model, qtbot):
    def times():
        return [model.index(row, LOG_KEYS.index("time")).data() for row in range(3)]

    with qtbot.waitSignal(model.dataChanged):
        model.set_time_format(TimeFormat.SINCE_START)
    assert times() == ["+0 µs", "+1.0 ms", "+2.0 ms"]
    model.show_matches()
    model.add_matches(RowSet.of([0, 2]))
    model.set_time_format(TimeFormat.SINCE_ROW)
    assert [model.index(row, LOG_KEYS.index("time")).data() for row in range(2)] == ["", "+2.0 ms"]
    assert model.time_format is TimeFormat.SINCE_ROW


def test_what_was_shown_as_sent_and_was_not_is_shown_anew(model, recording, reader):
    model.grow(recording.add((recording.client, Kind.SENT, b"hello")))
    (time,) = reader.times(recording.count - 1, 1)
    assert shown(model)[-1] == "hello"
    recording.store.take_unsent([Unsent(time, recording.client.number, 2)])
    model.grow(recording.add((recording.client, Kind.ERROR, b"", "It broke.")))
    assert shown(model)[-2:] == ["[2 of 5 bytes sent] hello", "It broke."]


def test_closed_it_shows_nothing_new(model, recording, reader):
    model.close()
    reader.close()
    model.grow(recording.receive(b"three"))
    assert model.rowCount() == 3


def call(recording, kind, waited=None):
    result = " → b'zhang'" if kind is Kind.CALL else ""
    text = f"recv(9){result}\t{waited or ''}\tServer 1 conn 1\t7\t1"
    return recording.add((recording.accepted, kind, b"zhang" if result else b"", text))


def test_a_call_that_was_held_says_so(model, recording, qtbot):
    text = held_text("recv(9)", "t", 7, 1)
    with qtbot.waitSignal(model.waits_changed):
        model.grow(recording.add((recording.accepted, Kind.CALL_BEGUN, b"", text)))
        assert shown(model)[-1] == "recv(9)  held"
    assert shown(model)[-1] == "recv(9)  held"

    with qtbot.waitSignal(model.waits_changed):
        model.grow(call(recording, Kind.CALL, 1))
    assert shown(model)[-2:] == ["recv(9)  was held", "recv(9) → b'zhang'"]
    model.close()


def test_a_call_that_is_recorded_as_begun_says_what_became_of_it(model, recording, qtbot):
    model.grow(call(recording, Kind.CALL_BEGUN))
    with qtbot.waitSignal(model.waits_changed):
        assert shown(model)[-1] == "recv(9)  waiting"
    assert re.fullmatch(r"recv\(9\)  waiting .* (µs|ms|s|min)", shown(model)[-1])

    with qtbot.waitSignal(model.waits_changed):
        model.grow(call(recording, Kind.CALL, 2_400_000_000))
    expected = ["recv(9)  returned after 2.4 s", "recv(9) → b'zhang'  waited 2.4 s"]
    assert shown(model)[-2:] == expected
    copy_rows(model, model.rows_at([3, 4]), 2)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [line.rpartition("\t")[2] for line in copied] == expected
    model.close()
