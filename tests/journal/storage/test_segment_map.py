from contextlib import closing

import pytest

from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.segment_map import SegmentMap
from socket_workbench.journal.storage.store import Store


def test_the_earlier_of_two_that_overlap_is_cut():
    found = SegmentMap()
    assert (found.end(), found.place(5)) == (0, -1)
    found.add(10, 20)
    found.add(15, 30)
    assert (found.firsts, found.ends, found.end()) == ([10, 15], [15, 30], 30)
    assert [found.place(row) for row in (9, 10, 15, 40)] == [-1, 0, 1, 1]


def damaged_session(path):
    with closing(Store(path)) as store:
        for _ in range(3):
            store.write([], [Event(1, 0, Kind.SENT, bytes(300_000))])
        store._database.execute("UPDATE segments SET count = -1, times = x'' WHERE first = 1")
    return path


def test_readers_of_a_file_that_does_not_change_look_once(path, monkeypatch):
    damaged_session(path)
    looks = []
    run = Reader._read

    def count(reader, statement, *more):
        looks.append(statement) if "length(times)" in statement else None
        return run(reader, statement, *more)

    monkeypatch.setattr(Reader, "_read", count)
    with closing(Reader(path)) as first, closing(Reader(path)) as second:
        assert "damaged" in first.rows(1, 1)[0].text
        assert looks
        looks.clear()
        assert "damaged" in second.rows(1, 1)[0].text
        assert looks == []


@pytest.mark.needs("open files removed")
def test_what_is_known_of_a_file_is_forgotten_when_it_changes(path, tmp_path):
    damaged_session(path)
    with closing(Reader(path)) as before:
        assert before.rows(1, 1)[0].is_missing
        whole = tmp_path / "whole"
        with closing(Store(whole)) as store:
            store.write([], [Event(1, 0, Kind.NOTE, text="other")])
        whole.replace(path)
        with closing(Reader(path)) as after:
            assert [row.text for row in after.rows(0, 5)] == ["other"]
