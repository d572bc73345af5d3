from socket_workbench.journal.event import SESSION, Event, Kind
from socket_workbench.journal.storage.gap import gap_segment, missing_sentence


def test_rows_are_counted_from_one():
    assert missing_sentence(4, 5) == "Row 5 is damaged and cannot be shown."
    assert missing_sentence(0, 8192) == "Rows 1 to 8,192 are damaged and cannot be shown."


def test_a_gap_is_a_note_for_each_row():
    segment = gap_segment(7, 9, 123)
    text = "Rows 8 to 9 are damaged and cannot be shown."
    assert segment.unpack() == [Event(123, SESSION.number, Kind.NOTE, b"", text)] * 2
