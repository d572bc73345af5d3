from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder import picture
from socket_workbench.journal.ladder.picture import EvenMoments
from socket_workbench.journal.ladder.shapes import Text


def test_rows_stand_one_below_the_other():
    moments = EvenMoments([2, 5, 9], 100, 10)
    assert [moments.y(row) for row in (2, 5, 9)] == [105, 115, 125]
    assert moments.y(3) is None
    assert [moments.near(row) for row in (0, 3, 5, 99)] == [105, 115, 115, 135]


def test_too_many_rows_are_said_in_the_picture(ladder, monkeypatch):
    monkeypatch.setattr(picture, "MOST_ROWS", 3)
    for _ in range(5):
        ladder.add(ladder.client, Kind.SENT, b"x")
    texts = [shape for shape in ladder.picture().shapes if isinstance(shape, Text)]
    assert max(text.row for text in texts) == 2
    assert texts[-1].text == "… 2 more rows are not in this picture"


def test_a_picture_of_nothing_is_empty(ladder):
    assert ladder.picture().shapes == []
