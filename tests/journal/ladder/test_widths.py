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


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [("abc", " 12", "abc 12"), ("abcd", " 12", "ab… 12"), ("abcd", " 123456", "abcd …")],
)
def test_an_end_that_fits_is_kept(text, end, expected):
    assert elided(text, 36.0, 10, end) == expected
