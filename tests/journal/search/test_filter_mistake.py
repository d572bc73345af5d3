import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.search.filter_mistake import FilterError


def test_a_mistake_is_a_sentence_with_its_column():
    error = FilterError(7, "this is wrong.")
    assert str(error) == "Column 7: this is wrong."
    assert (error.column, error.problem) == (7, "this is wrong.")


@pytest.mark.parametrize(
    ("column", "text", "marked"),
    [
        (1, "knd:sent a", "knd:sent"),
        (11, "kind:sent,recieved x", "recieved"),
        (6, "kind:recieved,sent x", "recieved"),
        (11, "kind:sent,,x", ","),
        (6, "kind: x", "kind:"),
        (6, "kind:", "kind:"),
        (99, "a kind:sent,", "kind:sent,"),
        (5, 'say "hel lo', '"hel'),
        (1, "", ""),
        (4, "   ", ""),
    ],
)
def test_the_place_is_what_is_wrong(column, text, marked):
    start, end = FilterError(column, "x").place(text)

    assert text[start:end] == marked


@given(st.integers(1, 30), st.text(max_size=20))
def test_the_place_is_within_the_text(column, text):
    start, end = FilterError(column, "x").place(text)

    assert 0 <= start <= end <= len(text)
