import sqlite3
import threading
from contextlib import closing

import pytest

from socket_workbench.journal.errors import CancelledError, JournalOpenError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.copying import SaveError, save_copy
from socket_workbench.journal.storage.parts import parts_of
from socket_workbench.journal.storage.store import Store


def go_on(done, total):
    return True


def some(count, size=2000):
    return [Event(n, 1, Kind.SENT, bytes(size) + b"%d" % n) for n in range(count)]


def numbers(path):
    with closing(Reader(path)) as reader:
        return [int(reader.payload(row.number)[2000:]) for row in reader.rows(0, reader.count())]


def test_what_is_recorded_is_saved_as_one_file(store: Store, tmp_path):
    store.write([], some(500))
    target = tmp_path / "saved.swb"
    told = []

    def follow(*parts):
        told.append(parts)
        return True

    assert save_copy(store.path, target, follow) == 500
    assert numbers(target) == list(range(500))
    assert told[-1][0] == told[-1][1] > 0
    assert sorted(path.name for path in tmp_path.iterdir() if "saved" in path.name) == ["saved.swb"]


@pytest.mark.needs("permission bits")
def test_a_saved_session_is_its_users_alone_and_keeps_what_it_may(store: Store, tmp_path):
    target = tmp_path / "saved.swb"
    save_copy(store.path, target, go_on)
    assert target.stat().st_mode & 0o777 == 0o600
    target.chmod(0o640)
    save_copy(store.path, target, go_on)
    assert target.stat().st_mode & 0o777 == 0o640


def test_recording_goes_on_while_it_is_saved(store: Store, tmp_path):
    store.write([], some(2000))
    calls = []

    def record_more(done, total):
        store.write([], some(20))
        calls.append(done)
        return True

    target = tmp_path / "saved.swb"
    assert save_copy(store.path, target, record_more) == 2000
    assert len(calls) > 2
    assert numbers(target) == list(range(2000))
    assert store.count == 2000 + 20 * len(calls)


def test_a_cancelled_save_changes_nothing(store: Store, tmp_path):
    store.write([], some(1000))
    target = tmp_path / "saved.swb"
    there = parts_of(target)
    for part in there:
        part.write_bytes(b"what was there")
    with pytest.raises(CancelledError):
        save_copy(store.path, target, lambda done, total: False)
    assert [part.read_bytes() for part in there] == [b"what was there"] * len(there)
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*.part")) == []


@pytest.mark.needs("open files removed")
def test_saving_again_takes_the_place_of_the_older_file(store: Store, tmp_path):
    target = tmp_path / "saved.swb"
    store.write([], some(3))
    save_copy(store.path, target, go_on)
    store.write([], some(3))
    with closing(Reader(target)) as older:
        assert save_copy(store.path, target, go_on) == 6
        assert older.count() == 3
    assert numbers(target) == [0, 1, 2, 0, 1, 2]


def test_what_a_crash_left_beside_the_target_is_not_taken_for_the_new_file(store, tmp_path):
    other = tmp_path / "other.swb"
    crashed = Store(other)
    crashed.write([], some(50))
    target = tmp_path / "saved.swb"
    for end in ("", "-wal"):
        target.with_name(f"saved.swb{end}").write_bytes(
            other.with_name(f"other.swb{end}").read_bytes()
        )
    crashed.close()
    store.write([], some(2))
    save_copy(store.path, target, go_on)
    assert numbers(target) == [0, 1]
    assert not target.with_name("saved.swb-wal").exists()


def test_a_session_that_is_being_recorded_is_not_written_over(store: Store, tmp_path):
    with closing(Store(tmp_path / "running.swb")) as running:
        running.write([], some(2))
        with pytest.raises(SaveError, match="in use"):
            save_copy(store.path, running.path, go_on)
        assert numbers(running.path) == [0, 1]


def test_the_session_itself_is_no_place_to_save_it(store: Store):
    with pytest.raises(SaveError, match="the session itself"):
        save_copy(store.path, store.path, go_on)


def test_what_cannot_be_written_is_a_sentence(store: Store, tmp_path):
    with pytest.raises(SaveError, match=r"could not be saved: .*Choose another place\."):
        save_copy(store.path, tmp_path / "no such folder" / "s.swb", go_on)
    folder = tmp_path / "folder.swb"
    folder.mkdir()
    with pytest.raises(SaveError, match="is a folder"):
        save_copy(store.path, folder, go_on)
    with pytest.raises(JournalOpenError):
        save_copy(tmp_path / "missing.swb", tmp_path / "s.swb", go_on)


def test_a_part_of_the_session_is_no_place_to_save_it(store: Store):
    log = store.path.with_name(f"{store.path.name}-wal")
    before = log.read_bytes()
    with pytest.raises(SaveError, match="the session itself"):
        save_copy(store.path, log, go_on)
    assert log.read_bytes() == before


@pytest.mark.parametrize("exists", [True, False])
def test_what_lies_beside_the_target_is_not_obeyed(store, tmp_path, plant_journal, exists):
    target, victim = tmp_path / "saved.swb", tmp_path / "victim"
    victim.write_text("mine")
    store.write([], some(2))
    if exists:
        save_copy(store.path, target, go_on)
    planted = plant_journal(target, victim)
    if exists:
        save_copy(store.path, target, go_on)
        assert numbers(target) == [0, 1]
        assert not planted.exists()
    else:
        with pytest.raises(SaveError, match="left from an earlier session"):
            save_copy(store.path, target, go_on)
        assert planted.exists()
    assert victim.exists()


@pytest.mark.needs("device files")
def test_a_device_is_no_place_to_save(store: Store, tmp_path):
    (tmp_path / "null.swb").symlink_to("/dev/null")
    with pytest.raises(SaveError, match="no plain file"):
        save_copy(store.path, tmp_path / "null.swb", go_on)


@pytest.mark.needs("symbolic links")
def test_links_in_a_circle_are_a_sentence(store: Store, tmp_path):
    (tmp_path / "circle").symlink_to("circle")

    with pytest.raises(SaveError, match="symbolic links"):
        save_copy(store.path, tmp_path / "circle", go_on)
    assert (tmp_path / "circle").is_symlink()


@pytest.mark.needs("symbolic links")
def test_a_link_is_followed(store: Store, tmp_path):
    store.write([], some(1))
    (tmp_path / "real.swb").touch()
    (tmp_path / "link.swb").symlink_to(tmp_path / "real.swb")
    save_copy(store.path, tmp_path / "link.swb", go_on)
    assert (tmp_path / "link.swb").is_symlink()
    assert numbers(tmp_path / "real.swb") == [0]


def test_a_writer_in_another_thread_is_not_held_up(store: Store, tmp_path):
    store.write([], some(1000))
    halfway, written = threading.Event(), threading.Event()

    def write():
        halfway.wait(20)
        store.write([], some(10))
        written.set()

    writer = threading.Thread(target=write)
    writer.start()

    def wait_for_the_writer(done, total):
        halfway.set()
        return written.wait(20)

    assert save_copy(store.path, tmp_path / "s.swb", wait_for_the_writer) == 1000
    writer.join()
    with closing(sqlite3.connect(tmp_path / "s.swb")) as saved:
        assert saved.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert saved.execute("PRAGMA journal_mode").fetchone() == ("delete",)
