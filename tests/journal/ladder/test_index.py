import pytest

from socket_workbench.journal.event import SESSION, Event, Kind
from socket_workbench.journal.ladder.index import NONE, LadderIndex
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store


def never() -> bool:
    return False


@pytest.fixture
def recorded(tmp_path, ladder):
    """Writes events of a ladder's sources to a file, a segment for each call."""
    store = Store(tmp_path / "s.workbench")
    store.write([ladder.listener, ladder.attempt, ladder.accepted, ladder.client], [])

    def write(*events):
        store.write([], [Event(1000 + at, *each) for at, each in enumerate(events)])

    yield write, tmp_path / "s.workbench"
    store.close()


def read(index, path):
    reader = Reader(path)
    for _ in index.read(reader, reader.count(), never):
        pass
    return reader


def test_it_grows_with_the_file_and_finds_partners_across_segments(recorded, ladder):
    write, path = recorded
    index = LadderIndex()
    client, accepted = ladder.client.number, ladder.accepted.number
    write((client, Kind.CONNECTED), (accepted, Kind.ACCEPTED), (client, Kind.SENT, b"one"))
    read(index, path).close()
    assert index.count == 3
    write((client, Kind.SENT, b"two"), (accepted, Kind.RECEIVED, b"onet"))
    write((accepted, Kind.RECEIVED, b"wo"), (accepted, Kind.CLOSED))
    reader = read(index, path)

    assert index.count == 7
    assert [index.partners(row, 9) for row in (2, 3, 4, 5)] == [[4], [4, 5], [2, 3], [3]]
    assert index.partners(3, 1) == [4]
    assert index.tracks[accepted].closed == 6
    assert index.tracks[client].closed == NONE
    reader.close()


def test_what_was_not_sent_is_no_part_of_the_stream(recorded, ladder):
    write, path = recorded
    client, accepted = ladder.client.number, ladder.accepted.number
    write(
        (client, Kind.SENT, b"abcd", "", 2),
        (accepted, Kind.RECEIVED, b"ab"),
        (client, Kind.SENT, b"cd", "", 0),
    )
    index = LadderIndex()
    reader = read(index, path)
    assert [index.partners(row, 9) for row in range(3)] == [[1], [0], []]
    reader.close()


def test_nothing_is_joined_across_a_gap(ladder):
    index = LadderIndex()
    for source, kind in (
        (ladder.client, Kind.SENT),
        (ladder.accepted, Kind.RECEIVED),
        (SESSION, Kind.NOTE),
        (ladder.client, Kind.SENT),
        (ladder.accepted, Kind.RECEIVED),
    ):
        index.add(0, source, kind, 3, b"abc", "")

    index.know_sources(lambda after: [ladder.accepted, ladder.client])
    assert [index.partners(row, 9) for row in range(5)] == [[1], [0], [], [], []]


def test_times_ascend_whatever_the_file_says(ladder):
    index = LadderIndex()
    for time in (5, 3, -9, 7, 0):
        index.add(time, ladder.client, Kind.SENT, 1, b"a", "")
    assert list(index.times) == [5, 5, 5, 7, 7]
    assert [index.row_at(time) for time in (0, 6, 7, 8)] == [0, 3, 3, 5]


def test_calls_that_wait_are_found_wherever_one_looks(ladder):
    ladder.begin(ladder.listener, "accept()", 1)
    for number in range(20):
        ladder.call(ladder.accepted, "recv(1)", "b''", 100 + number)
    ladder.call(ladder.listener, "accept()", "None", 1, 10**9)
    ladder.begin(ladder.listener, "accept()", 2)
    track = ladder.events._index.tracks[ladder.listener.number]

    assert list(track.waits(5, 9)) == [(0, 21)]
    assert list(track.waits(0, 30)) == [(0, 21), (22, 0)]
    assert list(track.waits(22, 40)) == [(22, 0)]
    assert (track.is_waiting(0), track.is_waiting(22)) == (False, True)


def test_a_call_that_returned_for_no_beginning_is_no_matter(ladder):
    ladder.call(ladder.listener, "accept()", "None", 77, 10**9)
    ladder.add(ladder.listener, Kind.CALL, text="nonsense")
    assert list(ladder.events._index.tracks[1].waits(0, 9)) == []


def test_a_call_that_was_held_and_then_waits_is_one(ladder):
    ladder.begin(ladder.listener, "accept()", 1)
    track = ladder.events._index.tracks[1]
    assert track.is_waiting(0)
    ladder.begin(ladder.listener, "accept()", 1)
    assert (track.is_waiting(0), track.is_waiting(1)) == (False, True)
    ladder.call(ladder.listener, "accept()", "None", 1, 10**9)
    assert (track.is_waiting(0), track.is_waiting(1)) == (False, False)
    assert list(track.waits(0, 9)) == [(0, 2)]
