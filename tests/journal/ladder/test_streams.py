from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.ladder.streams import Datagrams, Stream

SIZES = st.lists(st.integers(0, 9), max_size=30)


def filled(sizes: list[int], first: int = 0) -> tuple[Stream, list[set[int]]]:
    """Return a stream, and which bytes each of its rows has."""
    stream, spans, at = Stream(), [], 0
    for place, size in enumerate(sizes):
        stream.add(first + place, size)
        spans.append(set(range(at, at + size)))
        at += size
    return stream, spans


@given(SIZES, SIZES)
def test_partners_are_the_rows_that_share_a_byte(sent, received):
    one, mine = filled(sent)
    other, theirs = filled(received, 1000)
    for row, has in enumerate(mine):
        shared = {place for place, others in enumerate(theirs) if has & others}
        found = one.partners(row, other)
        # A row of no bytes between two that share some has none of its own.
        assert {place for place in found if theirs[place]} == shared
        assert one.partners(row + 500, other) == range(0)


def pair(sent: list[bytes], received: list[bytes]) -> tuple[Datagrams, Datagrams]:
    one, other = Datagrams(), Datagrams()
    for row, payload in enumerate(sent):
        one.add(row, len(payload), payload)
    for row, payload in enumerate(received, 100):
        other.add(row, len(payload), payload)
    other.look_for(one)
    return one, other


def test_a_lost_datagram_has_no_partner_and_those_after_it_have_theirs():
    sent, received = pair([b"a", b"b", b"c", b"d"], [b"a", b"c"])
    assert [sent.partner(row) for row in range(4)] == [100, None, 101, None]
    assert [received.partner(row) for row in (100, 101)] == [0, 2]
    # The last one may still be on its way.
    assert [sent.is_lost(row) for row in range(4)] == [False, True, False, False]


def test_datagrams_that_overtake_each_other_are_found():
    sent, _ = pair([b"a", b"b", b"c"], [b"c", b"a", b"b"])
    assert [sent.partner(row) for row in range(3)] == [101, 102, 100]


def test_equal_datagrams_have_one_partner_each():
    sent, received = pair([b"", b"", b""], [b"", b""])
    assert [sent.partner(row) for row in range(3)] == [100, 101, None]
    assert received.partner(7) is None
