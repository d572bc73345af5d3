import pytest

from socket_workbench.journal.ladder.widths import cells, elided


def test_cells():
    assert [cells(each) for each in ("a", "漢", "\u0301")] == [1, 2, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abcdef", "abcdef"), ("abcdefg", "abcde…"), ("漢漢漢", "漢漢漢"), ("漢漢漢漢", "漢漢…")],
)
def test_what_does_not_fit_is_cut(text, expected):
    assert elided(text, 36.0, 10) == expected
