import pytest

from socket_workbench.gui.rows.line import (
    event_text,
    first_line,
    line_places,
    log_line,
    text_places,
)
from socket_workbench.journal.call_record import call_text
from socket_workbench.journal.event import SESSION, Kind, Role, Source
from socket_workbench.journal.row import Direction, Row

ADDRESS = "tcp://127.0.0.1:13145"
SERVER = Source(1, Role.SERVER, "my server", ADDRESS, 1, "127.0.0.1:13145", "127.0.0.1:51342")
CLIENT = Source(2, Role.CLIENT, "my client", ADDRESS, 2, "127.0.0.1:51342", "127.0.0.1:13145")


def row(source, kind, payload=b"", text="", length=None):
    return Row(0, 0, source, kind, len(payload) if length is None else length, payload, text)


@pytest.mark.parametrize(
    ("source", "kind", "passage", "direction"),
    [
        (SERVER, Kind.SENT, f"→ {SERVER.peer}", Direction.TO_CLIENT),
        (SERVER, Kind.RECEIVED, f"← {SERVER.peer}", Direction.TO_SERVER),
        (CLIENT, Kind.SENT, f"→ {CLIENT.peer}", Direction.TO_SERVER),
        (CLIENT, Kind.RECEIVED, f"← {CLIENT.peer}", Direction.TO_CLIENT),
    ],
)
def test_a_row_says_who_recorded_it_and_who_was_at_the_other_end(source, kind, passage, direction):
    line = log_line(row(source, kind, b"hi"), 400_000)
    assert line.direction is direction
    assert line.recorder == source.name
    assert line.passage == passage
    assert line.text == "hi"


def test_a_call_reads_like_code_and_has_no_direction():
    text = call_text("recv(1024)", "b''", 803_112_000, "t", 1, 1)
    line = log_line(row(SERVER, Kind.CALL, b"zhangsan", text), None)
    assert line.text == "recv(1024) → b'zhangsan'  waited 0.8 s"
    assert line.direction is None


def test_the_other_end_is_called_by_its_name_where_it_is_our_own():
    line = log_line(row(SERVER, Kind.SENT, b"hi"), None, other="my client")
    assert line.passage == "→ my client"
    line = log_line(row(SERVER, Kind.RECEIVED, b"hi"), None, other="my client")
    assert (line.recorder, line.passage) == ("my server", "← my client")


def test_a_peer_without_an_address_is_said_to_have_none():
    unnamed = Source(1, Role.SERVER, "Server 1", "unix:///run/s", 1, "/run/s", "")
    assert log_line(row(unnamed, Kind.RECEIVED, b"hi"), None).passage == "← (unnamed socket)"


def test_an_event_without_bytes_has_neither_direction_nor_count():
    line = log_line(row(SERVER, Kind.ACCEPTED), None)
    assert line.recorder == "my server"
    assert line.passage == ""
    assert line.text == "from 127.0.0.1:51342"


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (row(CLIENT, Kind.ERROR, text="Port in use.\n"), r"Port in use.\n"),
        (row(CLIENT, Kind.CONNECTED), "from 127.0.0.1:51342"),
        (row(SERVER, Kind.LISTENING), ADDRESS),
        (row(SERVER, Kind.CLOSED), ""),
        (row(SESSION, Kind.NOTE, text="The disk was full."), "The disk was full."),
    ],
)
def test_events_tell_their_detail(one, expected):
    assert event_text(one) == expected


def test_only_the_first_line_of_a_payload_is_shown():
    assert first_line(b"GET / HTTP/1.1\r\nHost: x\r\n") == r"GET / HTTP/1.1\r\n …"
    assert first_line(b"exit\n") == r"exit\n"
    assert first_line(b"") == ""


def test_a_payload_that_goes_on_is_marked():
    assert first_line(b"abc", whole=False) == "abc …"
    line = log_line(row(SERVER, Kind.SENT, b"x" * 256, length=5000), None)
    assert line.text.endswith("x …")


def test_bytes_that_are_no_text_are_shown_as_such():
    assert first_line(b"\xff\xfe\x00a") == r"\xff\xfe\0a"


def client_row(recording, payload=b"", text="", kind=Kind.SENT):
    return Row(0, 0, recording.client, kind, len(payload), payload, text)


def test_bytes_are_found_in_the_text_that_is_shown():
    data = "日本\r\nGrüße".encode()
    begin = data.index("ü".encode())
    ((first, end),) = text_places(data, "utf-8", [(begin, begin + 2)])
    assert r"日本\r\nGrüße"[first:end] == "ü"


def test_several_places():
    assert text_places(b"ab\0ab", "utf-8", [(0, 2), (3, 5)]) == [(0, 2), (4, 6)]


def test_other_encodings():
    data = "日本".encode("shift_jis")
    assert text_places(data, "shift_jis", [(2, 4)]) == [(1, 2)]


def test_what_is_behind_the_first_line_is_not_seen(recording):
    line = log_line(client_row(recording, b"one\ntwo"), None)
    assert line_places(line, [(0, 3), (6, 7)]) == [(0, 3)]
    assert line_places(line, [(2, 7)]) == [(2, 5)]
    longer = log_line(client_row(recording, b"one\n" + b"two" * 20), None)
    assert line_places(longer, [(40, 43)]) == []
    assert line_places(longer, []) == []


def test_events_have_places_in_their_text(recording):
    line = log_line(client_row(recording, text="Grüße, host", kind=Kind.NOTE), None)
    begin = line.shown.index(b"host")
    assert line_places(line, [(begin, begin + 4)]) == [(7, 11)]
