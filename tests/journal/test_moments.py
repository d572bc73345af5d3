import pytest

from socket_workbench.journal.annotations import Annotation, read_annotations, write_annotation
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.moments import OUT_OF_ORDER, mark_moments, row_at
from socket_workbench.journal.reader import Reader


def record(store, times):
    store.write([], [Event(time, 1, Kind.NOTE, b"", "x") for time in times])


def test_rows_are_found_by_their_time(store, path):
    times = [number * 10 for number in range(OUT_OF_ORDER + 5)]
    times[3], times[90] = times[90], times[3]
    record(store, times)
    reader = Reader(path)

    assert [row_at(reader, len(times), time) for time in times] == list(range(len(times)))
    assert row_at(reader, len(times), 15) == 2
    assert row_at(reader, len(times), times[-1] + 1) == len(times)
    reader.close()


def test_rows_of_moments_are_marked_beside_what_is_there(store, path):
    record(store, [10, 20, 30])
    store.close()
    write_annotation(path, 1, Annotation(note="odd"))

    mark_moments(path, [20, 30, 20, 31])

    assert read_annotations(path).rows == {1: Annotation(True, "odd"), 2: Annotation(True)}


def test_what_is_no_session_is_refused(tmp_path):
    with pytest.raises(JournalError):
        mark_moments(tmp_path / "none", [1])
