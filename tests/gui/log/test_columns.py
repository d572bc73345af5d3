import pytest

from socket_workbench.gui.log.columns import LOG_COLUMNS, LOG_KEYS, PAYLOAD
from socket_workbench.gui.rows.line import log_line
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row
from socket_workbench.language import tr


def texts(line):
    return {column.key: column.text(line) for column in LOG_COLUMNS}


def test_a_message_is_told_in_every_column(recording):
    row = Row(0, 0, recording.accepted, Kind.SENT, 5000, b"hi", "")
    shown = texts(log_line(row, 400_000, time="12:00", other="my client"))
    assert shown == {
        "time": "12:00",
        "since": "+0.4 ms",
        "recorder": "server",
        "direction": "→ my client",
        "peer": "127.0.0.1:51342",
        "connection": "1",
        "kind": "sent",
        "bytes": "5,000",
        "payload": "hi …",
    }


def test_an_event_has_neither_direction_nor_count(recording):
    shown = texts(log_line(Row(0, 0, recording.accepted, Kind.ACCEPTED, 0, b"", ""), None))
    assert shown["direction"] == shown["bytes"] == shown["since"] == ""
    assert (shown["kind"], shown["payload"]) == ("accepted", "from 127.0.0.1:51342")


def test_every_column_has_its_own_key_title_and_explanation():
    for each in ("key", "title", "explanation"):
        assert len({getattr(column, each) for column in LOG_COLUMNS}) == len(LOG_COLUMNS)
    assert all(column.explanation.endswith(".") for column in LOG_COLUMNS)


@pytest.mark.parametrize(("key", "is_mono"), [("payload", True), ("bytes", True), ("kind", False)])
def test_what_is_on_the_wire_is_monospaced(key, is_mono):
    assert LOG_COLUMNS[LOG_KEYS.index(key)].look.is_mono is is_mono


def test_titles_are_translated(pseudo_language):
    assert tr(PAYLOAD.title) == "⟦Payload⟧"
