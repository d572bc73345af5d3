"""Tests of what was recorded of a pane's calls."""

import pytest

from socket_workbench.gui.programs import recorded
from socket_workbench.gui.programs.recorded import (
    RecordedCalls,
    purpose_of_row,
    returned_purposes,
)
from socket_workbench.gui.threads.job import Token
from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Kind
from socket_workbench.programs.call_lines import Purpose


def _call(call):
    return call_text(call, "None", 5, "t", 1, 1)


@pytest.mark.parametrize(
    ("kind", "text", "purpose"),
    [
        (Kind.CALL, _call("sendall(b'')"), Purpose.SEND),
        (Kind.CALL_BEGUN, begun_text("accept()", "t", 1, 1), Purpose.ACCEPT),
        (Kind.CALL, _call("setsockopt(1, 2, 3)"), None),
        (Kind.CALL, "", None),
        (Kind.RECEIVED, "", Purpose.RECEIVE),
        (Kind.NOTE, "", None),
    ],
)
def test_what_the_call_of_a_row_was_for(kind, text, purpose):
    assert purpose_of_row(kind, text) is purpose


def test_the_latest_of_an_endpoint_is_the_first(recording, monkeypatch):
    client, accepted = recording.client, recording.accepted
    recording.add(
        (accepted, Kind.ACCEPTED),
        (client, Kind.SENT, b"a"),
        (accepted, Kind.RECEIVED, b"a"),
        (accepted, Kind.SENT, b"b"),
        (accepted, Kind.RECEIVED, b"c"),
        (client, Kind.CLOSED),
    )
    token = Token("t", lambda token: None)
    found = returned_purposes(recording.path, accepted.name, token)
    assert found == [Purpose.RECEIVE, Purpose.SEND, Purpose.ACCEPT]
    monkeypatch.setattr(recorded, "_MOST_STRETCHES", 0)
    assert returned_purposes(recording.path, accepted.name, token) == []


def nothing_to_flush():
    pass


def test_what_is_not_in_the_file_yet_is_waited_for(recording, until):
    recording.add((recording.client, Kind.RECEIVED, b"a"))

    def flush():
        recording.add((recording.client, Kind.SENT, b"b"))

    calls = RecordedCalls(recording.path, flush)
    calls.look(recording.client.name)
    until(lambda: calls.purposes == [Purpose.SEND, Purpose.RECEIVE])


def test_what_was_looked_for_before_is_not_taken_for_something_else(recording, until):
    recording.add((recording.client, Kind.SENT, b"a"), (recording.accepted, Kind.RECEIVED, b"a"))
    calls = RecordedCalls(recording.path, nothing_to_flush)
    calls.look(recording.client.name)
    calls.look(recording.accepted.name)
    until(lambda: calls.purposes == [Purpose.RECEIVE])
    calls.look(recording.client.name)
    calls.forget()
    assert calls.purposes == []


def test_without_a_journal_there_is_nothing(tmp_path, until):
    calls = RecordedCalls(tmp_path / "none.swb", nothing_to_flush)
    calls.look("server")
    until(lambda: calls._job is None)
    assert calls.purposes == []
