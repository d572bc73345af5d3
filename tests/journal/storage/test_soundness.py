from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.segment import Segment, column, to_bytes
from socket_workbench.journal.storage.soundness import check_columns, check_segment

SEGMENT = Segment.pack(
    Batch.of_events([Event(1, 1, Kind.SENT, b"abcdef"), Event(2, 1, Kind.NOTE, text="é")]).cut(4)
)
COLUMNS = ["pairs", "marks", "times", "lengths", "offsets", "texts", "kept"]


def longer(stored):
    numbers = column("I", stored, len(stored) // 4)
    numbers[0] += 100
    return to_bytes(numbers)


def test_what_a_store_writes_is_sound():
    check_segment(SEGMENT, len(SEGMENT.payload))
    check_segment(replace(SEGMENT, payload=b""), len(SEGMENT.payload))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_of_another_size_is_not(name):
    with pytest.raises(JournalDamagedError):
        check_columns(replace(SEGMENT, **{name: getattr(SEGMENT, name) + b"\0"}))


@pytest.mark.parametrize("count", [0, -1, 3])
def test_neither_is_another_count(count):
    with pytest.raises(JournalDamagedError):
        check_columns(replace(SEGMENT, count=count))


@pytest.mark.parametrize(
    "wrong",
    [
        {"marks": b"\0\x09"},
        {"pairs": b"\xff" * 16},
        {"offsets": longer(SEGMENT.offsets)},
        {"kept": longer(SEGMENT.kept)},
        {"lengths": b"\1\0\0\0" * 2},
    ],
)
def test_neither_is_content_that_does_not_fit(wrong):
    check_columns(replace(SEGMENT, **wrong))
    with pytest.raises(JournalDamagedError):
        check_segment(replace(SEGMENT, **wrong), len(SEGMENT.payload))


@given(st.sampled_from(COLUMNS), st.binary(max_size=40))
def test_a_sound_segment_can_be_unpacked(unpacked, name, content):
    segment = replace(SEGMENT, **{name: content})
    try:
        check_segment(segment, len(segment.payload))
    except JournalDamagedError:
        return
    assert len(unpacked(segment)) == segment.count
