from contextlib import closing

import pytest

from socket_workbench.journal.call_record import begun_text, call_text, held_text
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search import call_ends
from socket_workbench.journal.search.call_ends import CallKey, find_ends, wanted_texts
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.storage.store import Store

SOURCES = [Source(1, Role.SERVER, "s", "tcp://a:1"), Source(2, Role.CLIENT, "c", "tcp://a:1", 1)]


def begun(source, number, process=7):
    return Event(1, source, Kind.CALL_BEGUN, b"", begun_text("recv(1)", "t", process, number))


def ended(source, number, process=7, result="b''"):
    text = call_text("recv(1)", result, 5, "t", process, number)
    return Event(2, source, Kind.CALL, b"x" * 3000, text)


@pytest.fixture
def reader(tmp_path):
    """Return a reader of 90 events in several segments."""
    store = Store(tmp_path / "s.workbench")
    store.write(SOURCES, [begun(1, 1), begun(2, 2), begun(2, 3)])
    for number in range(10, 90):
        store.write([], [ended(1 + number % 2, number)])
    store.write([], [ended(2, 2, process=8), ended(1, 2), ended(2, 2, result="ECONNRESET")])
    store.write([], [ended(1, 1), Event(3, 1, Kind.NOTE, b"", "x")])
    reader = Reader(store.path)
    yield reader
    reader.close()
    store.close()


def test_the_end_of_a_call_has_its_source_process_and_number(reader):
    wanted = {CallKey(2, 7, 2): 1, CallKey(1, 7, 1): 0, CallKey(2, 7, 3): 3}
    found, reached = find_ends(reader, wanted, reader.count())

    assert {key: record.result for key, record in found.items()} == {
        CallKey(2, 7, 2): "ECONNRESET",
        CallKey(1, 7, 1): "b''",
    }
    assert reached == {CallKey(2, 7, 3): reader.count()}


def test_a_held_call_is_found_when_it_was_let_go(tmp_path):
    store = Store(tmp_path / "s.workbench")
    held = [
        Event(1, 1, Kind.CALL_BEGUN, b"", held_text("recv(1)", "t", 7, each)) for each in (1, 2)
    ]
    store.write(SOURCES, [*held, begun(1, 1), ended(1, 2), ended(1, 1)])
    with closing(Reader(store.path)) as reader:
        waits, made = CallKey(1, 7, 1, True), CallKey(1, 7, 2, True)
        assert find_ends(reader, {waits: 1, made: 2}, 2) == ({}, {waits: 2, made: 2})
        assert list(find_ends(reader, {waits: 1, made: 2}, 3)[0]) == [waits]
        # Where it waits, the same call has not returned yet.
        returns = CallKey(1, 7, 1)
        found, reached = find_ends(reader, {returns: 3, waits: 1, made: 2}, 4)
        assert (set(found), reached) == ({waits, made}, {returns: 4})
        assert set(find_ends(reader, {returns: 3}, 5)[0]) == {returns}
    store.close()


def test_it_is_looked_for_between_two_rows(reader):
    key = CallKey(2, 7, 2)

    assert find_ends(reader, {key: 0}, 85) == ({}, {key: 85})
    assert list(find_ends(reader, {key: 85}, 86)[0]) == [key]
    assert find_ends(reader, {key: 86}, 88) == ({}, {key: 88})
    assert find_ends(reader, {key: 90}, 88) == ({}, {key: 90})
    assert find_ends(reader, {}, 88) == ({}, {})


@pytest.mark.parametrize("rows", [1, 3, 40, 1000])
def test_what_takes_long_is_looked_for_a_part_at_a_time(reader, monkeypatch, rows):
    monkeypatch.setattr(call_ends, "SLICE_ROWS", rows)
    wanted = {CallKey(2, 7, 2): 2, CallKey(1, 7, 1): 1, CallKey(2, 7, 3): 3, CallKey(1, 7, 30): 10}
    found: dict[CallKey, object] = {}
    for _ in range(88):
        more, reached = find_ends(reader, wanted, 88)
        assert all(reached[key] >= min(wanted[key] + 1, 88) for key in reached)
        assert not more.keys() & reached.keys()
        assert more.keys() | reached.keys() == wanted.keys()
        found |= more
        wanted = reached
    assert sorted(key.number for key in found) == [1, 2, 30]
    assert list(wanted) == [CallKey(2, 7, 3)]


def test_it_ends_when_cancelled(reader):
    key = CallKey(1, 7, 1)

    assert find_ends(reader, {key: 0}, reader.count(), lambda: True) == ({}, {key: 0})


def test_texts_are_those_of_the_kinds_and_sources_asked_for(reader):
    kinds = frozenset({Kind.CALL_BEGUN, Kind.NOTE})
    found = wanted_texts(reader, Filter(kinds=kinds, sources=frozenset({1})), 0, reader.count())

    assert [(each.row, each.kind) for each in found] == [(0, Kind.CALL_BEGUN), (87, Kind.NOTE)]
    of_both = wanted_texts(reader, Filter(kinds=kinds), 1, 87)
    assert [(each.row, each.source) for each in of_both] == [(1, 2), (2, 2)]
