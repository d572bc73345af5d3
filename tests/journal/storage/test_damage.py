from pathlib import Path

import pytest

from socket_workbench.journal.event import SESSION, Event, Kind
from socket_workbench.journal.storage.damage import Damage, gap_segment, missing_sentence


def test_rows_are_counted_from_one():
    assert missing_sentence(4, 5) == "Row 5 is damaged and cannot be shown."
    assert missing_sentence(0, 8192) == "Rows 1 to 8,192 are damaged and cannot be shown."


def test_a_gap_is_a_note_for_each_row(unpacked):
    segment = gap_segment(7, 9, 123)
    text = "Rows 8 to 9 are damaged and cannot be shown."
    assert unpacked(segment) == [Event(123, SESSION.number, Kind.NOTE, b"", text)] * 2


PATH = Path("a.swb")


def damage_of(*rows):
    damage = Damage()
    for row in rows:
        damage.add(row)
    return damage


def test_rows_that_follow_one_another_are_one_gap():
    assert damage_of(3, 4, 5, 9).gaps == [(3, 6), (9, 10)]


@pytest.mark.parametrize(
    ("rows", "cut_after", "said"),
    [
        ((3, 4, 9), None, "rows 4 to 5, row 10 cannot be read."),
        ((), 1234, "what came after row 1,234 cannot be read."),
        ((7,), 8, "row 8, what came after row 8 cannot be read."),
        (range(0, 20, 2), None, "row 1, row 3, row 5, rows in 7 more places cannot be read."),
        ((), None, "names, addresses or rows may be missing."),
    ],
)
def test_a_sentence_says_which_rows_are_missing(rows, cut_after, said):
    assert f"a.swb is damaged: {said}" in damage_of(*rows).sentence(PATH, cut_after)
