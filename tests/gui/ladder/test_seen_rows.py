import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socket_workbench.gui.ladder.seen_rows import SeenRows
from socket_workbench.journal.event import Kind
from socket_workbench.journal.storage.segment import damaged
from socket_workbench.journal.storage.unsent import Unsent


@pytest.fixture
def count(converse):
    return converse(25)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.sets(st.integers(0, 99)).map(sorted), min_size=1, max_size=4))
def test_all_rows_come_in_the_end_and_each_picture_has_more(reader, count, looks):
    seen = SeenRows(reader)
    for numbers in looks:
        before = -1
        while True:
            is_whole = seen.read(numbers, 0.0)
            found = [row.number for row in seen.found(numbers)]
            assert found == sorted(set(found) & set(numbers))
            assert len(found) > before or not numbers
            before = len(found)
            if is_whole:
                break
        assert found == numbers
        assert seen.found(numbers) == [reader.rows(number, 1)[0] for number in numbers]


def test_what_is_seen_again_is_not_read_again(reader, count, monkeypatch):
    seen = SeenRows(reader)
    assert seen.read([1, 2, 50], math.inf)
    read: list[tuple[int, int]] = []
    rows = reader.rows

    def noted(first, count):
        read.append((first, count))
        return rows(first, count)

    monkeypatch.setattr(reader, "rows", noted)
    assert seen.read([2, 50, 53, 90], math.inf)
    assert seen.row(50) == rows(50, 1)[0]
    assert read == [(53, 1), (90, 1)]
    # Neither was seen last.
    assert seen.row(1) == rows(1, 1)[0]
    assert read[2:] == [(1, 1)]
    seen.forget()
    assert seen.read([2], math.inf)
    assert read[3:] == [(2, 1)]


def test_a_damaged_row_is_left_out_and_not_looked_for_again(reader, count, monkeypatch):
    def fail(first, count):
        raise damaged()

    monkeypatch.setattr(reader, "rows", fail)
    seen = SeenRows(reader)
    assert seen.read([1, 2, 5], math.inf)
    assert seen.found([1, 2, 5]) == []
    assert seen.row(2) is None


def test_what_becomes_known_of_a_row_is_shown(make_page, recording, log, qtbot):
    count = recording.add((recording.client, Kind.SENT, b"hello"))
    page = make_page(count)
    page.view.viewport().repaint()
    assert [row.taken for row in page.view.scenes.rows.found([0])] == [None]
    (row,) = page.view.scenes.rows.found([0])
    recording.store.take_unsent([Unsent(row.time, row.source.number, 2)])
    recording.store.write([], [])
    log.grow(count)
    page.view.viewport().repaint()
    assert [row.taken for row in page.view.scenes.rows.found([0])] == [2]
