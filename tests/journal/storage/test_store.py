import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import (
    DisplacedError,
    JournalOpenError,
    StorageError,
    StorageFullError,
)
from socket_workbench.journal.event import SESSION, Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.parts import LOG, beside
from socket_workbench.journal.storage.schema import MERGE_BYTES, MERGE_EVENTS
from socket_workbench.journal.storage.segment import SEGMENT_EVENTS
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.storage.unsent import Unsent

WRITER = """
import sys
from pathlib import Path
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.store import Store

journal = Journal([Store(Path(sys.argv[1]))], interval=0)
number = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1").number
row = 0
while True:
    for size in (0, 10, 100, 30_000):
        journal.append(number, Kind.SENT, row.to_bytes(8, "little") + bytes(size))
        row += 1
    journal.flush()
    print(row, flush=True)
"""


def texts(count):
    return [Event(n, 1, Kind.NOTE, text=str(n)) for n in range(count)]


def segments(path):
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT first, count FROM segments ORDER BY first").fetchall()


def fill_the_disk(store):
    """Let the file grow no further: SQLite then says what it says on a full disk."""
    pages = store._database.execute("PRAGMA page_count").fetchone()[0]
    store._database.execute(f"PRAGMA max_page_count = {pages}")


def free_the_disk(store):
    store._database.execute("PRAGMA max_page_count = 1000000")


def test_what_is_written_can_be_read(store: Store, reader: Reader, conversation):
    store.write([], conversation)
    assert store.count == reader.count() == len(conversation)
    rows = reader.rows(0, 100)
    assert [
        Event(row.time, row.source.number, row.kind, row.preview, row.text) for row in rows
    ] == conversation


def test_an_existing_file_is_not_touched(path):
    path.write_bytes(b"mine")
    with pytest.raises(JournalOpenError, match="already exists"):
        Store(path)
    assert path.read_bytes() == b"mine"


def test_a_file_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(JournalOpenError, match="cannot be made"):
        Store(tmp_path / "missing folder" / "session")


def test_a_closed_journal_is_one_file(path, conversation):
    store = Store(path)
    store.write([], conversation)
    store.close()
    assert list(path.parent.iterdir()) == [path]


def test_tiny_batches_are_merged(store: Store, reader: Reader, path):
    some = texts(3 * MERGE_EVENTS)
    for event in some:
        store.write([], [event])
    assert len(segments(path)) < 20
    assert [row.text for row in reader.rows(0, len(some))] == [event.text for event in some]


def test_a_large_batch_is_cut(store: Store, path):
    store.write([], texts(2 * SEGMENT_EVENTS + 5))
    assert segments(path) == [
        (0, SEGMENT_EVENTS),
        (SEGMENT_EVENTS, SEGMENT_EVENTS),
        (2 * SEGMENT_EVENTS, 5),
    ]


def test_segments_with_much_payload_are_not_merged(store: Store, path):
    for _ in range(3):
        store.write([], [Event(1, 1, Kind.SENT, bytes(MERGE_BYTES))])
    assert segments(path) == [(0, 1), (1, 1), (2, 1)]
    assert not store._tail[1:]


def test_what_stands_before_a_large_segment_is_not_merged_over_it(
    store: Store, reader: Reader, path
):
    store.write([], texts(8))
    store.write([], [Event(1, 1, Kind.SENT, bytes(MERGE_BYTES + 1))])
    store.write([], texts(8))
    assert segments(path) == [(0, 8), (8, 1), (9, 8)]
    assert [row.length for row in reader.rows(0, 20)] == [0] * 8 + [MERGE_BYTES + 1] + [0] * 8


def test_an_echo_takes_its_bytes_once(store: Store, path):
    payload = bytes(1_000_000)
    store.write([], [Event(1, 2, Kind.RECEIVED, payload), Event(2, 2, Kind.SENT, payload)])
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT sum(payload_bytes) FROM segments").fetchone() == (
            1_000_000,
        )


def test_a_full_disk_stops_recording_once_in_words(store: Store, reader: Reader, path):
    store.write([], texts(10))
    fill_the_disk(store)
    with pytest.raises(StorageFullError, match="is full") as caught:
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))])
    assert str(caught.value) == store.fault
    assert str(path) in store.fault
    store.write([], [Event(2, 1, Kind.SENT, bytes(1_000_000))] * 3)
    assert store.lost == 4
    assert store.count == reader.count() == 10
    assert [row.text for row in reader.rows(0, 20)] == [str(n) for n in range(10)]


def test_recording_resumes_with_a_note_when_there_is_room(
    store: Store, reader: Reader, conversation
):
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))] * 2)
    free_the_disk(store)
    store.write([], conversation)
    assert store.fault == ""
    assert (store.lost, store.missing) == (0, 2)
    note, *rest = reader.rows(0, 100)
    assert note.kind is Kind.NOTE
    assert note.source == SESSION
    assert note.text == "2 events were not recorded: the disk was full"
    assert [row.text for row in rest] == [event.text for event in conversation]
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))])


def test_the_end_on_a_full_disk_says_what_the_file_does_not(store: Store, path, conversation):
    store.write([], conversation)
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))] * 3)
    # There is not even room for the note.
    store._database.execute("PRAGMA query_only = ON")

    with pytest.raises(StorageError) as caught:
        store.close()

    assert str(caught.value) == f"The last 3 events are not in {path}: the disk was full."
    with closing(Reader(path)) as after:
        assert after.count() == len(conversation)
        assert "broke off" in after.broken_off()


def test_a_file_without_the_note_of_what_is_missing_is_not_called_whole(
    store: Store, path, conversation, monkeypatch
):
    """Room may come in the moment between the note and the end."""
    store.write([], conversation)

    def fail(batch):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "_commit", fail)
    with pytest.raises(StorageError):
        store.write([], [Event(1, 1, Kind.NOTE)])
    with pytest.raises(StorageError):
        store.close()
    with closing(Reader(path)) as after:
        assert after.count() == len(conversation)
        assert "broke off" in after.broken_off()


def test_the_note_is_written_where_the_log_was_when_the_disk_is_full_to_the_end(
    store: Store, path, conversation, small_files
):
    for _ in range(10):
        store.write([], conversation)
    small_files(beside(path, LOG).stat().st_size)
    with pytest.raises(StorageError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(100_000))])
    store.close()

    with closing(Reader(path)) as after:
        assert after.broken_off() + after.incomplete() == ""
        last = after.rows(after.count() - 1, 1)[0]
        assert last.text.startswith("1 event was not recorded: ")


def test_sources_that_came_while_the_disk_was_full_are_not_lost(store: Store, reader: Reader):
    fill_the_disk(store)
    sources = [Source(9, Role.SERVER, "late", "tcp://[::1]:1")]
    with pytest.raises(StorageFullError):
        store.write(sources, [Event(1, 9, Kind.SENT, bytes(1_000_000))])
    free_the_disk(store)
    store.write([], [Event(2, 9, Kind.SENT, b"x")])
    assert reader.rows(1, 1)[0].source == sources[0]


def test_what_was_not_committed_is_written_with_the_next_batch(
    store: Store, reader: Reader, path, small_files
):
    """The transaction fails at its end, where the log is written."""
    store.write([], [Event(1, 9, Kind.SENT, b"abc")])
    small_files(beside(path, LOG).stat().st_size)
    source = Source(9, Role.SERVER, "late", "tcp://[::1]:1", framing="line")
    store.take_unsent([Unsent(1, 9, 2)])
    with pytest.raises(StorageError):
        store.write([source], [Event(2, 9, Kind.SENT, bytes(100_000))])
    small_files(1 << 30)
    store.write([], [Event(3, 9, Kind.SENT, b"x")])
    row = reader.rows(0, 1)[0]
    assert (row.source, row.taken) == (source, 2)


def test_while_the_disk_is_full_only_the_newest_sources_are_remembered(
    store: Store, reader: Reader, monkeypatch
):
    monkeypatch.setattr("socket_workbench.journal.storage.store._KEPT_SOURCES", 3)
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))])
    for number in range(10, 20):
        store.take_unsent([Unsent(number, number, 1)])
        event = Event(number, number, Kind.SENT, bytes(1_000_000))
        store.write([Source(number, Role.SERVER, str(number), "tcp://[::1]:1")], [event])
    assert [source.number for source in store._sources] == [17, 18, 19]
    assert [unsent.source for unsent in store._unsent] == [17, 18, 19]
    free_the_disk(store)
    store.write([], [Event(30, 18, Kind.SENT, b"x"), Event(31, 12, Kind.SENT, b"x")])
    note, known, forgotten = reader.rows(0, 9)
    assert note.text.startswith("11 events were not recorded")
    assert (known.source.name, forgotten.source.name) == ("18", "unknown")


def test_a_note_of_what_is_missing_is_written_at_the_end(store: Store, reader: Reader):
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))])
    free_the_disk(store)
    store.close()
    assert [row.text for row in reader.rows(0, 9)] == [
        "1 event was not recorded: the disk was full"
    ]


def test_a_fault_in_the_middle_of_a_batch_leaves_nothing_of_it(
    store: Store, reader: Reader, conversation
):
    def deny_rows(action, table, *_):
        is_row = action == sqlite3.SQLITE_INSERT and table == "segments"
        return sqlite3.SQLITE_DENY if is_row else sqlite3.SQLITE_OK

    late = Source(9, Role.SERVER, "late", "tcp://[::1]:1")
    store._database.set_authorizer(deny_rows)
    with pytest.raises(StorageError, match="cannot be written"):
        store.write([late], conversation)
    assert not store._database.in_transaction
    store._database.set_authorizer(None)
    store.write([], [Event(2, 9, Kind.SENT, b"x")])
    note, row = reader.rows(0, 9)
    assert note.text.startswith(f"{len(conversation)} events were not recorded")
    assert row.source == late


def test_another_fault_of_the_file_is_told_with_its_reason(store: Store, conversation):
    store._database.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="cannot be written") as caught:
        store.write([], conversation)
    assert not isinstance(caught.value, StorageFullError)
    store._database.execute("PRAGMA query_only = OFF")
    store.write([], conversation)
    assert store.fault == ""


def test_a_killed_process_leaves_all_that_was_flushed(path, tmp_path):
    for attempt, lines in enumerate((1, 2, 5, 40)):
        path = tmp_path / f"killed {attempt}"
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        ) as process:
            assert process.stdout is not None
            flushed = 0
            for _ in range(lines):
                flushed = int(process.stdout.readline())
            process.kill()
        with closing(Reader(path)) as reader:
            assert reader.count() >= flushed > 0
            for row in reader.rows(0, reader.count()):
                assert row.source.name == "server"
                assert reader.payload(row.number)[:8] == row.number.to_bytes(8, "little")


def test_what_was_cut_keeps_its_length(store: Store, reader: Reader):
    for limit, payload in [(10, b"0123456789"), (4, b"0123456789"), (4, b"abc"), (9, b"whole")]:
        batch = Batch.of_events([Event(1, 1, Kind.SENT, payload)])
        store.write_batch([], batch.cut(limit))
    store.write_batch([], Batch.of_events([Event(1, 1, Kind.SENT, bytes(2_000_000))]).cut(0))
    rows = reader.rows(0, 10)
    assert [(row.length, row.kept, row.cut) for row in rows] == [
        (10, 10, 0),
        (10, 4, 6),
        (3, 3, 0),
        (5, 5, 0),
        (2_000_000, 0, 2_000_000),
    ]
    assert [reader.payload(row.number) for row in rows] == [
        b"0123456789",
        b"0123",
        b"abc",
        b"whole",
        b"",
    ]


def test_a_name_with_bytes_that_are_no_text_is_recorded(store: Store, reader: Reader):
    store.write([Source(9, Role.SERVER, "\udcff" * 2000, "unix:///\ud83d")], [])
    assert reader.source(9).name.startswith("\\udcff")
    assert reader.source(9).endpoint == "unix:///\\ud83d"


def test_what_is_new_reaches_the_file_itself(store: Store, conversation, path, tmp_path):
    store.write([], conversation)
    store.tend()
    alone = tmp_path / "alone"
    alone.write_bytes(path.read_bytes())
    with closing(Reader(alone)) as reader:
        assert reader.count() == len(conversation)


@pytest.mark.needs("open files removed")
def test_a_file_that_was_moved_is_told_once_and_recorded_into(store: Store, conversation, path):
    store.write([], conversation)
    store.tend()
    moved = path.with_name("moved")
    path.rename(moved)
    with pytest.raises(DisplacedError, match="was moved") as caught:
        store.tend()
    assert str(path) in str(caught.value)
    assert not caught.value.lasting
    store.tend()
    store.write([], conversation)
    assert (store.fault, store.missing) == ("", 0)
    store.close()
    with closing(Reader(moved)) as reader:
        assert reader.count() == 2 * len(conversation)
        assert reader.broken_off() + reader.incomplete() == ""


@pytest.mark.needs("open files removed")
def test_a_file_that_was_moved_back_is_where_it_was(store: Store, path):
    for _ in range(2):
        path.rename(path.with_name("moved"))
        with pytest.raises(DisplacedError):
            store.tend()
        path.with_name("moved").rename(path)
        store.tend()


@pytest.mark.needs("open files removed")
def test_of_a_file_that_was_removed_everything_is_missing(store: Store, conversation, path):
    store.write([], conversation)
    for part in list(path.parent.iterdir()):
        part.unlink()
    path.parent.rmdir()
    with pytest.raises(DisplacedError, match="was removed") as caught:
        store.tend()
    assert store.fault == str(caught.value)
    assert store.missing == len(conversation)
    store.write([], conversation)
    store.tend()
    assert store.missing == 2 * len(conversation)
    path.parent.mkdir()


@pytest.mark.needs("open files removed")
def test_what_a_full_disk_costs_and_what_is_removed_are_counted_together(
    store: Store, conversation, path
):
    store.write([], conversation)
    fill_the_disk(store)
    with pytest.raises(StorageFullError):
        store.write([], [Event(1, 1, Kind.SENT, bytes(1_000_000))] * 3)
    assert store.missing == 3
    path.unlink()
    with pytest.raises(DisplacedError):
        store.tend()
    assert store.missing == 3 + len(conversation)
