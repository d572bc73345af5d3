from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.ladder.shapes import Text


def labels(ladder, row):
    return [s for s in ladder.picture().shapes if isinstance(s, Text) and s.row == row]


def test_labels_stand_outside_the_two_ends(ladder):
    client = ladder.add(ladder.client, Kind.CONNECTED)
    server = ladder.add(ladder.accepted, Kind.CLOSED, text="closed by you")
    xs = ladder.picture().xs
    (right,) = [text for text in labels(ladder, client) if text.align]
    (left,) = [text for text in labels(ladder, server) if text.align]
    assert (right.align, right.x > xs[-1]) == (-1, True)
    assert (left.align, left.x < xs[-2]) == (1, True)


def test_a_note_of_the_session_stands_at_the_left(ladder):
    ladder.add(ladder.client, Kind.CONNECTED)
    row = ladder.add(SESSION, Kind.NOTE, text="The disk was full.")
    (note,) = labels(ladder, row)
    assert (note.text, note.align) == ("The disk was full.", -1)
