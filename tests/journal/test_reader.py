import random
import sqlite3
import threading
from array import array
from contextlib import closing

import pytest

from socket_workbench.journal.errors import (
    CancelledError,
    JournalDamagedError,
    JournalError,
)
from socket_workbench.journal.event import LONGEST_NAME, SESSION, Event, Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.reader import PREVIEW_BYTES, Reader
from socket_workbench.journal.search.query import Filter, matching_rows
from socket_workbench.journal.storage.page import LONGEST_TEXT
from socket_workbench.journal.storage.segment import SEGMENT_EVENTS
from socket_workbench.journal.storage.store import Store

PAGE = 16 << 10
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
    rows = reader.rows(8000, 1000)
    assert [row.number for row in rows] == list(range(8000, 9000))
    assert {row.text for row in rows[:192]} == {""}
    assert {row.text for row in rows[192:]} == {
        "Rows 8,193 to 16,384 are damaged and cannot be shown."
    }
    assert {(row.source, row.kind, row.time) for row in rows[192:]} == {(SESSION, Kind.NOTE, 8191)}
    assert reader.payload(9000) == b""
    assert [row.preview for row in reader.rows(16384, 10)] == [b"x"] * 10
    assert [reader.examine(row) for row in (0, 8192, 16384)] == [
        (8192, True),
        (16384, False),
        (20_000, True),
    ]
    with pytest.raises(JournalDamagedError):
        reader.examine(20_000)


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
        "UPDATE segments SET kept = x'00'",
    ],
)
def test_damaged_rows_are_told_and_keep_their_numbers(store: Store, path, conversation, change):
    store.write([], conversation)
    store.write([], [Event(5, 1, Kind.SENT, LARGE)])
    store.write([], conversation)
    store._database.execute(f"{change} WHERE first = 0")
    with closing(Reader(path)) as reader:
        rows = reader.rows(0, 100)
        assert reader.count() == len(rows) == 2 * len(conversation) + 1
        assert {row.text for row in rows[: len(conversation)]} == {
            "Rows 1 to 8 are damaged and cannot be shown."
        }
        assert [row.preview for row in rows[-8:]] == [event.payload for event in conversation]
        assert reader.examine(0) == (8, False)
        assert reader.examine(8) == (9, True)
        found = matching_rows(reader, Filter(text="hello"), 0, lambda: False)
        assert [row for rows in found for row in rows] == [11, 12]
        found = matching_rows(reader, Filter(kinds=frozenset([Kind.SENT])), 0, lambda: False)
        sent = [row for rows in found for row in rows]
        assert sent[-3:] == [8, 11, 13]


def test_a_large_payload_that_is_lost_is_told(store: Store, reader: Reader):
    store.write([], [Event(1, 1, Kind.SENT, LARGE), Event(2, 1, Kind.SENT, b"end")])
    store._database.execute("UPDATE segments SET payload = substr(payload, 1, 1200000)")
    store._database.execute("UPDATE segments SET payload = x'', offsets = offsets WHERE first = 0")
    assert [row.text for row in reader.rows(0, 2)] == ["Row 1 is damaged and cannot be shown.", ""]
    assert reader.count() == 2


def test_a_source_whose_role_is_none_is_unknown(store: Store, path, conversation):
    store.write([], conversation)
    store._database.execute("UPDATE sources SET role = 'bystander' WHERE number = 2")
    with closing(Reader(path)) as reader:
        assert [source.number for source in reader.sources()] == [1, 3]
        assert not reader.has_damage
        assert reader.rows(1, 1)[0].source.name == "unknown"
        assert reader.has_damage


@pytest.mark.parametrize("table", ["sources", "segments"])
def test_without_its_tables_a_session_cannot_be_opened(store: Store, path, table):
    store._database.execute(f"DROP TABLE {table}")
    with pytest.raises(JournalDamagedError, match="nothing can be read"):
        Reader(path)


@pytest.mark.parametrize("end", ["first = 1 << 60", "count = 1 << 60", "count = -5"])
def test_a_session_never_seems_longer_than_its_file(store: Store, path, conversation, end):
    store.write([], conversation)
    store.write([], [Event(1, 1, Kind.SENT, bytes(300_000))])
    store._database.execute(f"UPDATE segments SET {end} WHERE first > 0")
    with closing(Reader(path)) as reader:
        assert reader.count() <= 9
        assert [row.text for row in reader.rows(0, 8)] == [event.text for event in conversation]


def test_a_file_cut_short_shows_its_beginning(path):
    store = Store(path)
    store.write([Source(1, Role.SERVER, "server", "tcp://h:1")], [])
    for start in range(0, 2000, 50):
        events = [Event(n, 1, Kind.SENT, b"%d" % n + bytes(6000)) for n in range(start, start + 50)]
        store.write([], events)
    store.close()
    whole = path.read_bytes()
    for share in (0.5, 0.8, 0.99):
        path.write_bytes(whole[: int(len(whole) * share) // PAGE * PAGE])
        with closing(Reader(path)) as reader:
            count = reader.count()
            assert 2000 * share * 0.8 < count <= 2000
            rows = reader.rows(0, count)
            assert [row.number for row in rows] == list(range(count))
            whole_rows = [row for row in rows if row.kind is Kind.SENT]
            assert len(whole_rows) > 2000 * share * 0.8
            assert all(row.preview.startswith(b"%d\0" % row.number) for row in whole_rows)
            assert rows[0].source.name == "server"


def read_everything(path):
    with closing(Reader(path)) as reader:
        reader.sources()
        for first in range(0, min(reader.count(), 1000), 100):
            reader.rows(first, 100)
            reader.payload(first)
        row, count = 0, reader.count()
        assert count < 100_000
        while row < count:
            end, _ = reader.examine(row)
            assert end > row
            row = end
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
    ever = reader.period(0)
    assert ever[0] < 0 < 1 << 62 < ever[1]
    store.write([], conversation)
    assert reader.period(3) == (1_000, 1_007)


@pytest.mark.parametrize("column", ["name", "endpoint", "local", "peer"])
def test_a_name_that_nobody_gave_is_cut_or_not_read(store: Store, path, column):
    store._database.execute(f"UPDATE sources SET {column} = ? WHERE number = 1", ("n" * 5000,))
    with closing(Reader(path)) as reader:
        assert len(getattr(reader.source(1), column)) == LONGEST_NAME
    store._database.execute(f"UPDATE sources SET {column} = ?", ("n" * 30_000_000,))
    with closing(Reader(path)) as reader:
        assert reader.source(1).name == "unknown"
        assert reader.sources() == []


@pytest.mark.parametrize(
    "column", ["pairs", "marks", "times", "lengths", "offsets", "texts", "kept"]
)
def test_a_column_that_no_segment_has_is_damage(store: Store, path, conversation, column):
    store.write([], conversation)
    store._database.execute(f"UPDATE segments SET {column} = zeroblob(30000000)")
    with closing(Reader(path)) as reader:
        assert "damaged" in reader.rows(0, 1)[0].text


def test_more_events_than_a_segment_has_are_damage(store: Store, path):
    count = SEGMENT_EVENTS + 1
    store.write([], [Event(1, 1, Kind.NOTE)])
    store._database.execute(
        f"UPDATE segments SET count = {count}, marks = zeroblob({count}), kept = x'',"
        f" times = zeroblob({8 * count}), lengths = zeroblob({4 * count}),"
        f" offsets = zeroblob({4 * count})"
    )
    with closing(Reader(path)) as reader:
        assert "damaged" in reader.rows(0, 1)[0].text


def test_a_large_payload_is_read(store: Store, path):
    payload = bytes(20_000_000)
    store.write([], [Event(1, 1, Kind.SENT, payload)])
    with closing(Reader(path)) as reader:
        assert reader.rows(0, 1)[0].length == len(payload)
        assert reader.payload(0) == payload
        assert reader.segment(0)[1].payload == payload


def test_a_statement_that_takes_long_can_be_given_up(store: Store, path):
    going = True
    with closing(Reader(path, lambda done, total: going)) as reader:
        going = False
        endless = (
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
        )
        with pytest.raises(CancelledError):
            reader._read(endless, (), ())


def test_a_text_of_megabytes_is_cut_where_that_can_be_seen(store: Store, path):
    store.write(
        [], [Event(1, 1, Kind.NOTE, text="ä" * 5_000_000), Event(2, 1, Kind.NOTE, text="b")]
    )
    with closing(Reader(path)) as reader:
        assert [row.text for row in reader.rows(0, 2)] == ["ä" * LONGEST_TEXT + "…", "b"]
