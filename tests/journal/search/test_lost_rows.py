import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.search.lost_rows import LostRows
from socket_workbench.journal.storage.segment import Segment

EVENTS = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(Kind), st.binary(max_size=3), st.integers(0, 2)),
    min_size=1,
    max_size=400,
)


def packed(events):
    """A segment of sources, kinds, payloads, and the bytes that each payload lacks."""
    sources, kinds, payloads, lacking = zip(*events, strict=True)
    lengths = [len(payload) + more for payload, more in zip(payloads, lacking, strict=True)]
    count = len(events)
    return Segment.pack(
        Batch([0] * count, [*sources], [*kinds], [*payloads], [""] * count, lengths)
    )


@given(EVENTS)
def test_what_was_dropped_what_was_cut_and_what_the_recorder_says_are_found(events):
    expected = [
        kind is Kind.DROPPED or (source == SESSION.number and kind is Kind.NOTE) or lacking > 0
        for source, kind, _, lacking in events
    ]
    segment = packed(events)

    assert list(LostRows().mask(segment, lambda: False)) == expected
    hidden = LostRows(hidden=True)
    assert list(hidden.mask(segment, lambda: False)) == [not found for found in expected]
    hidden.close()


def test_a_damaged_segment_is_said_to_be():
    segment = packed([(1, Kind.NOTE, b"", 0), (2, Kind.SENT, b"x", 1)])
    broken = Segment(
        **{name: getattr(segment, name) for name in segment.__slots__ if name != "marks"},
        marks=b"\0\xff",
    )
    with pytest.raises(JournalDamagedError):
        LostRows().mask(broken, lambda: False)
