from socket_workbench.gui.rows.line import log_line
from socket_workbench.gui.rows.places import line_places, text_places
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Row


def row(recording, payload=b"", text="", kind=Kind.SENT):
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
    line = log_line(row(recording, b"one\ntwo"), None)
    assert line_places(line, [(0, 3), (6, 7)]) == [(0, 3)]
    assert line_places(line, [(2, 7)]) == [(2, 5)]
    longer = log_line(row(recording, b"one\n" + b"two" * 20), None)
    assert line_places(longer, [(40, 43)]) == []
    assert line_places(longer, []) == []


def test_events_have_places_in_their_text(recording):
    line = log_line(row(recording, text="Grüße, host", kind=Kind.NOTE), None)
    begin = line.shown.index(b"host")
    assert line_places(line, [(begin, begin + 4)]) == [(7, 11)]
