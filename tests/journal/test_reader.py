import random
import sqlite3
import threading
from array import array
from contextlib import closing

import pytest

from socket_workbench.journal.errors import JournalDamagedError, JournalError
from socket_workbench.journal.event import SESSION, Event, Kind, Role
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.query import Filter, matching_rows
from socket_workbench.journal.reader import PREVIEW_BYTES, Reader
from socket_workbench.journal.store import Store

LARGE = bytes(range(256)) * 4096 + b"the end of a MiB"


def test_an_empty_session(reader: Reader):
    assert reader.count() == 0
    assert reader.rows(0, 100) == []
    assert reader.times(0, 100) == array("q")


def test_rows_in_the_middle(store: Store, reader: Reader, conversation):
    store.write([], conversation)
    rows = reader.rows(2, 3)
    assert [row.number for row in rows] == [2, 3, 4]
    assert [row.preview for row in rows] == [event.payload for event in conversation[2:5]]
    assert [row.source.name for row in rows] == ["client", "server", "server"]


def test_rows_over_the_bounds_of_segments(store: Store, reader: Reader):
    some = [Event(n, 1, Kind.SENT, str(n).encode()) for n in range(20_000)]
    store.write([], some)
    for first, count in ((8000, 300), (0, 20_000), (19_990, 100), (20_000, 1)):
        rows = reader.rows(first, count)
        assert [row.preview for row in rows] == [
            event.payload for event in some[first : first + count]
        ]
        assert list(reader.times(first, count)) == list(range(20_000))[first : first + count]


def test_a_large_payload_has_a_preview_and_can_be_read_whole(store: Store, reader: Reader):
    store.write([], [Event(1, 1, Kind.SENT, b"x"), Event(2, 1, Kind.SENT, LARGE)])
    small, large = reader.rows(0, 2)
    assert (small.length, small.preview) == (1, b"x")
    assert (large.length, large.preview) == (len(LARGE), LARGE[:PREVIEW_BYTES])
    assert reader.payload(0) == b"x"
    assert reader.payload(1) == LARGE


def test_no_such_row(store: Store, reader: Reader, conversation):
    store.write([], conversation)
    for row in (-1, len(conversation)):
        with pytest.raises(IndexError):
            reader.payload(row)


def test_sources(reader: Reader):
    assert [source.number for source in reader.sources()] == [1, 2, 3]
    assert [source.number for source in reader.sources(after=2)] == [3]
    assert reader.source(2).peer == "[::1]:51"
    assert reader.source(0) == SESSION


def test_an_unknown_source_has_a_name_all_the_same(reader: Reader):
    assert reader.source(99).name == "unknown"
    assert reader.source(99).role is Role.SESSION


def test_rows_stay_what_they_are_while_segments_are_merged(store: Store, reader: Reader):
    for number in range(300):
        store.write([], [Event(number, 1, Kind.SENT, str(number).encode())])
        last = reader.rows(max(0, number - 5), 100)
        assert [int(row.preview) for row in last] == list(range(max(0, number - 5), number + 1))
    assert [int(row.preview) for row in reader.rows(0, 300)] == list(range(300))


def test_reading_while_writing(path):
    journal = Journal([Store(path)], interval=0)
    number = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1").number
    stop = threading.Event()

    def produce():
        place = 0
        while not stop.is_set():
            journal.append(number, Kind.SENT, str(place).encode())
            place += 1

    producer = threading.Thread(target=produce)
    producer.start()
    try:
        with closing(Reader(path)) as reader:
            seen = 0
            while seen < 20_000:
                count = reader.count()
                assert count >= seen
                if count:
                    last = reader.rows(count - 1, 100)
                    assert int(last[0].preview) == last[0].number == count - 1
                matched = matching_rows(reader, Filter(text="7"), seen, lambda: False, count)
                assert [row for rows in matched for row in rows] == [
                    row for row in range(seen, count) if "7" in str(row)
                ]
                seen = count
    finally:
        stop.set()
        producer.join()
        journal.close()


def test_a_read_leaves_no_lock_behind(store: Store, reader: Reader, conversation):
    store.write([], [*conversation, Event(1, 1, Kind.SENT, LARGE)])
    reader.rows(0, 100)
    reader.payload(len(conversation))
    list(matching_rows(reader, Filter(text="hello"), 0, lambda: False))
    # All of the log can be moved into the file only when nobody reads it.
    assert store._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def test_a_missing_part_is_told(store: Store, reader: Reader):
    store.write([], [Event(n, 1, Kind.SENT, b"x") for n in range(20_000)])
    store._database.execute("DELETE FROM segments WHERE first = 8192")
    assert len(reader.rows(0, 8192)) == 8192
    with pytest.raises(JournalDamagedError, match="damaged"):
        reader.rows(8000, 1000)
    assert len(reader.rows(16384, 10)) == 10


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE segments SET times = x'00'",
        "UPDATE segments SET lengths = x'00'",
        "UPDATE segments SET marks = x'ffffffffffffffff'",
        "UPDATE segments SET pairs = x''",
        "UPDATE segments SET payload = x''",
        "UPDATE segments SET texts = x'ffffffff'",
        "UPDATE segments SET count = count + 1",
        "UPDATE sources SET role = 'bystander'",
        "DROP TABLE sources",
        "DROP TABLE segments",
    ],
)
def test_a_damaged_part_is_told(store: Store, path, conversation, change):
    store.write([], conversation)
    store._database.execute(change)
    with (
        pytest.raises(JournalDamagedError, match="damaged"),
        closing(Reader(path)) as reader,
    ):
        reader.rows(0, 100)


def read_everything(path):
    with closing(Reader(path)) as reader:
        reader.sources()
        for first in range(0, min(reader.count(), 1000), 100):
            reader.rows(first, 100)
            reader.payload(first)
        for text in ("", "a"):
            found = matching_rows(
                reader, Filter(endpoints=frozenset(["server"]), text=text), 0, lambda: False, 1000
            )
            list(found)


def test_files_with_wrong_bytes_are_read_or_told_but_never_crash(path, conversation):
    store = Store(path)
    for round_ in range(40):
        store.write([], conversation * (round_ + 1))
    store.close()
    whole = path.read_bytes()
    read_everything(path)
    chance = random.Random(7)
    sentences = []
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 10, 300))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.3:
            del damaged[chance.randrange(len(damaged)) :]
        path.write_bytes(damaged)
        try:
            read_everything(path)
        except JournalError as error:
            sentences.append(str(error))
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_reader_belongs_to_its_thread(reader: Reader):
    raised = []

    def read():
        try:
            reader.count()
        except sqlite3.ProgrammingError as error:
            raised.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(raised) == 1


def test_the_period_of_a_segment(store: Store, reader: Reader, conversation):
    with pytest.raises(JournalDamagedError):
        reader.period(0)
    store.write([], conversation)
    assert reader.period(3) == (1_000, 1_007)
