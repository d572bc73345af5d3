from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.script_comparison import MOST_KEPT, Comparison, compared
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_matchers import masked_hex, matcher


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=20))
def test_what_is_kept_is_around_the_first_difference(first, rest):
    common = bytes(place % 251 for place in range(first))
    expected, received = common + b"\x00" + rest, common + b"\x01" + rest * 200
    kept = matcher(Expect(Match.EQUALS), expected).compare(received, is_whole=True)

    assert (kept.first, kept.expected_size, kept.received_size) == (
        first,
        len(expected),
        len(received),
    )
    assert kept.expected is not None
    assert kept.expected == expected[kept.offset :][:MOST_KEPT]
    assert kept.received == received[kept.offset :][:MOST_KEPT]
    place = first - kept.offset
    assert 0 <= place < MOST_KEPT
    assert (kept.expected[place], kept.received[place]) == (0, 1)
    assert kept.describe().startswith(f"byte {first + 1}: expected 00")


def test_bytes_agree_as_the_expectation_says():
    value, mask = masked_hex("0? ff")
    masked = compared(value, b"\x0e\xfe", 1, mask)
    folded = compared(b"AB", b"ac", 1, ignores_case=True)

    assert [masked.agrees(place, place) for place in (0, 1)] == [True, False]
    assert [folded.agrees(place, place) for place in (0, 1)] == [True, False]
    assert [compared(b"AB", b"aB", 0).agrees(place, place) for place in (0, 1)] == [False, True]


def test_where_nothing_certain_was_expected_only_what_came_is_there():
    alone = Comparison(b"abc", 3)

    assert alone.describe() == ""
    assert alone.agrees(0, 2)
