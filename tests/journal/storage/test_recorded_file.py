import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.journal.storage.test_parts import NAMES

from socket_workbench.journal.errors import JournalOpenError, NameTakenError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.parts import BESIDE, LOG, beside
from socket_workbench.journal.storage.recorded_file import Place, RecordedFile
from socket_workbench.journal.storage.store import Store


@pytest.fixture
def recorded(path):
    recorded = RecordedFile(path)
    yield recorded
    recorded.close()


@pytest.mark.needs("permission bits")
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_session_is_its_users_alone_with_all_its_parts(path, umask):
    before = os.umask(umask)
    try:
        recorded = RecordedFile(path)
    finally:
        os.umask(before)
    assert {part.name for part in path.parent.iterdir()} >= {path.name, beside(path, LOG).name}
    assert {part.stat().st_mode & 0o777 for part in path.parent.iterdir()} == {0o600}
    recorded.close()
    assert list(path.parent.iterdir()) == [path]


def test_it_is_known_as_recorded_until_it_is_closed(path, recorded):
    assert is_recorded(path)
    recorded.close()
    assert not is_recorded(path)
    recorded.close()


@pytest.mark.needs("any file name")
@given(NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_a_session_of_any_name_is_kept(tmp_path, name):
    path = tmp_path / name
    with closing(Store(path)) as store:
        store.write([], [Event(1, 0, Kind.NOTE, text="kept")])
    with closing(Reader(path)) as reader:
        assert [row.text for row in reader.rows(0, 9)] == ["kept"]
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()


@pytest.mark.parametrize("name", ["", ".", "a\0b", "x" * 256])
def test_what_can_be_no_file_is_a_sentence(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalOpenError, match=r"\.$"):
        RecordedFile(type(tmp_path)(name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("end", BESIDE)
def test_what_is_left_of_another_session_is_neither_obeyed_nor_lost(path, plant_journal, end):
    victim = path.with_name("victim")
    victim.write_text("mine")
    content = plant_journal(path, victim).read_bytes()
    part = beside(path, end)
    beside(path, "-journal").rename(part)
    with pytest.raises(NameTakenError, match="left from an earlier session") as caught:
        RecordedFile(path)
    assert str(part) in str(caught.value)
    assert victim.exists()
    assert part.read_bytes() == content
    assert not path.exists()


@pytest.mark.needs("open files removed")
def test_a_name_that_is_in_use_is_not_taken(path, recorded):
    path.unlink()
    for end in BESIDE:
        beside(path, end).unlink(missing_ok=True)
    with pytest.raises(NameTakenError, match="in use"):
        RecordedFile(path)


@pytest.mark.needs("open files removed")
def test_it_is_followed_where_it_goes(path, recorded):
    assert recorded.place() is Place.AS_MADE
    other = path.with_name("renamed")
    path.rename(other)
    assert recorded.place() is Place.ELSEWHERE
    path.touch()
    assert recorded.place() is Place.ELSEWHERE
    other.rename(path)
    assert recorded.place() is Place.AS_MADE
    path.unlink()
    assert recorded.place() is Place.NOWHERE


@pytest.mark.needs("open files removed")
@pytest.mark.parametrize("is_removed", [True, False])
def test_nothing_is_left_at_a_name_that_it_has_no_more(path, is_removed):
    store = Store(path)
    store.write([], [Event(1, 0, Kind.NOTE, text="kept")])
    moved = path.rename(path.with_name("moved"))
    if is_removed:
        moved.unlink()
    store.close()

    left = [] if is_removed else [moved]
    assert list(path.parent.iterdir()) == left
    Store(path).close()
    for each in left:
        with closing(Reader(each)) as reader:
            assert [row.text for row in reader.rows(0, 9)] == ["kept"]


@pytest.mark.needs("open files removed")
def test_what_another_has_at_its_former_name_stays(path):
    store = Store(path)
    path.rename(path.with_name("moved"))
    path.write_bytes(b"another's")
    store.close()

    assert beside(path, LOG).exists()
    assert path.read_bytes() == b"another's"


def test_a_reader_does_not_keep_it_from_being_whole_at_its_end(path):
    store = Store(path)
    with closing(Reader(path)) as reader:
        store.write([], [Event(1, 0, Kind.NOTE, text="kept")])
        assert reader.count() == 1
        store.close()
        assert not beside(path, LOG).stat().st_size
    with closing(Reader(path)) as reader:
        assert reader.count() == 1
        assert reader.broken_off() + reader.incomplete() == ""


def test_a_file_that_cannot_be_laid_out_is_gone_again(path, monkeypatch):
    def fail(database: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("socket_workbench.journal.storage.recorded_file.create", fail)
    with pytest.raises(JournalOpenError, match="disk is full"):
        RecordedFile(path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.needs("open files removed")
def test_nothing_is_left_where_its_first_rows_found_no_room(path, monkeypatch):
    others = []

    def fail(_database: sqlite3.Connection, path: Path) -> None:
        # As a full disk does, it keeps SQLite from moving the log into the file, and removing it.
        others.append(sqlite3.connect(path))
        others[0].execute("SELECT * FROM sqlite_master").fetchall()
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("socket_workbench.journal.storage.recorded_file.set_mark", fail)
    try:
        with pytest.raises(JournalOpenError, match="disk is full"):
            RecordedFile(path)
    finally:
        others[0].close()
    assert list(path.parent.iterdir()) == []
    monkeypatch.undo()
    RecordedFile(path).close()
