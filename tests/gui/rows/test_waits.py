import pytest

from socket_workbench.gui.rows import waits as waits_module
from socket_workbench.gui.rows.waits import CallWaits, Wait
from socket_workbench.journal.call_record import begun_text, call_text, held_text
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search import call_ends


def begin(recording, number=1):
    text = begun_text("recv(9)", "t", 7, number)
    return recording.add((recording.accepted, Kind.CALL_BEGUN, b"", text))


def end(recording, number=1, waited=2_400_000_000, result="b''"):
    text = call_text("recv(9)", result, waited, "t", 7, number)
    return recording.add((recording.accepted, Kind.CALL, b"", text))


@pytest.fixture
def waits(qapp, recording):
    waits = CallWaits(recording.path)
    yield waits
    waits.close()


def test_a_call_waits_until_it_returns(waits, recording, reader, qtbot):
    count = begin(recording)
    waits.grow(count)
    row = reader.rows(0, 1)[0]
    with qtbot.waitSignal(waits.changed):
        assert waits.of(row) is None
    waiting = waits.of(row)
    assert not waiting.is_over
    assert waiting.nanoseconds > 0
    assert waiting.words.startswith("waiting ")

    with qtbot.waitSignal(waits.changed):
        waits.grow(end(recording))
    assert waits.of(row) == Wait(2_400_000_000, is_over=True)
    assert waits.of(row).words == "returned after 2.4 s"


def test_a_held_call_was_held_once_it_waits(waits, recording, reader, qtbot):
    text = held_text("recv(9)", "t", 7, 1)
    waits.grow(recording.add((recording.accepted, Kind.CALL_BEGUN, b"", text)))
    held = reader.rows(0, 1)[0]
    waits.of(held)
    qtbot.waitUntil(lambda: waits.of(held) is not None)
    assert waits.of(held).words == "held"
    waits.grow(begin(recording))
    waiting = reader.rows(1, 1)[0]
    waits.of(waiting)
    qtbot.waitUntil(lambda: waits.of(waiting) is not None and waits.of(held).is_over)
    assert waits.of(held).words == "was held"
    assert waits.of(waiting).words.startswith("waiting ")


@pytest.mark.parametrize("linger", [0, 60])
def test_it_is_looked_for_however_late_it_returns(
    waits, recording, reader, qtbot, monkeypatch, linger
):
    monkeypatch.setattr(waits_module, "LINGER", linger)
    begin(recording, 1)
    waits.grow(begin(recording, 2))
    rows = reader.rows(0, 2)
    for row in rows:
        waits.of(row)
    qtbot.waitUntil(lambda: None not in map(waits.of, rows))
    for number in range(10, 30):
        waits.grow(end(recording, number))
    waits.grow(end(recording, 2, result="ECONNRESET"))
    qtbot.waitUntil(lambda: waits.of(rows[1]).is_over)
    assert waits.of(rows[1]).words == "ECONNRESET after 2.4 s"
    assert not waits.of(rows[0]).is_over


def test_of_a_recording_that_ended_it_is_said_that_it_had_not_returned(
    waits, recording, reader, qtbot
):
    begin(recording, 1)
    begin(recording, 2)
    end(recording, 1)
    rows = reader.rows(0, 2)
    recording.store.close()
    for row in rows:
        waits.of(row)
    qtbot.waitUntil(lambda: None not in map(waits.of, rows))
    assert [waits.of(row).words for row in rows] == [
        "returned after 2.4 s",
        "had not returned when the recording ended",
    ]


def test_nothing_is_looked_for_once_it_is_closed(waits, recording, reader):
    count = begin(recording)
    waits.close()
    waits.grow(count)
    assert waits.of(reader.rows(0, 1)[0]) is None


def test_a_recording_that_breaks_off_while_a_call_is_seen_waiting_is_noticed(
    waits, recording, reader, qtbot, monkeypatch
):
    monkeypatch.setattr(waits_module, "LOOK_INTERVAL", 0)
    waits.grow(begin(recording))
    row = reader.rows(0, 1)[0]
    qtbot.waitUntil(lambda: waits.of(row) is not None)
    assert not waits.of(row).is_over
    recording.store.close()
    qtbot.waitUntil(lambda: waits.of(row).is_over)
    assert waits.of(row).nanoseconds is None


def test_a_call_that_returned_much_later_is_found_in_the_end(
    waits, recording, reader, qtbot, monkeypatch
):
    monkeypatch.setattr(call_ends, "SLICE_ROWS", 3)
    begin(recording, 1)
    for number in range(10, 40):
        end(recording, number)
    waits.grow(end(recording, 1))
    row = reader.rows(0, 1)[0]
    qtbot.waitUntil(lambda: waits.of(row) is not None)
    assert waits.of(row).words == "returned after 2.4 s"
