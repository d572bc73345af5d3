import sqlite3
import threading
from contextlib import closing

import pytest

from socket_workbench.journal.annotations import (
    Annotation,
    AnnotationError,
    Annotations,
    read_annotations,
    write_annotation,
    write_annotations,
    write_encoding,
)
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader


def test_a_new_session_has_none(store, path):
    assert read_annotations(path) == Annotations({}, {})


def test_what_is_added_is_there_when_the_session_is_opened_again(store, path):
    write_annotation(path, 5, Annotation(True, "odd"))
    write_annotation(path, 7, Annotation(note="日本"))
    write_annotation(path, 9, Annotation(True))
    write_annotation(path, 9, Annotation())
    write_encoding(path, "server", "big5")
    write_encoding(path, "server", "euc_kr")
    store.close()
    assert read_annotations(path) == Annotations(
        {5: Annotation(True, "odd"), 7: Annotation(False, "日本")}, {"server": "euc_kr"}
    )


def test_several_rows_are_written_together(store, path):
    write_annotation(path, 2, Annotation(True, "before"))
    write_annotation(path, 3, Annotation(True))
    write_annotations(path, {1: Annotation(True), 2: Annotation(False, "b"), 3: Annotation()})
    assert read_annotations(path).rows == {1: Annotation(True), 2: Annotation(False, "b")}


def test_it_can_be_added_while_the_session_is_recorded(store, path):
    def record():
        for number in range(200):
            store.write([], [Event(number, 1, Kind.SENT, b"x" * 100)])

    recording = threading.Thread(target=record)
    recording.start()
    for number in range(30):
        write_annotation(path, number, Annotation(True))
    recording.join()
    assert len(read_annotations(path).rows) == 30
    reader = Reader(path)
    assert (reader.count(), store.lost) == (200, 0)
    reader.close()


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(AnnotationError, match="cannot be kept"):
        write_annotation(tmp_path / "nowhere", 1, Annotation(True))
    with pytest.raises(AnnotationError):
        write_encoding(tmp_path / "nowhere", "server", "big5")


def test_more_than_a_person_writes_is_not_read(store, path):
    store._database.execute("INSERT INTO annotations VALUES (1, 1, ?)", ("n" * 3000,))
    assert read_annotations(path).rows == {1: Annotation(True, "n" * 2000)}
    store._database.execute("UPDATE annotations SET note = ?", ("n" * 20_000_000,))
    with pytest.raises(JournalDamagedError):
        read_annotations(path)


def test_what_is_typed_is_kept_even_with_half_a_character(store, path):
    write_annotation(path, 5, Annotation(note="\ud83d"))
    write_encoding(path, "\udcff", "ascii")
    assert read_annotations(path) == Annotations({5: Annotation(note="?")}, {"?": "ascii"})


def test_a_journal_beside_a_session_is_not_obeyed(store, path, plant_journal):
    store.close()
    victim = path.with_name("victim")
    victim.write_text("mine")
    planted = plant_journal(path, victim)
    with pytest.raises(AnnotationError, match="no part of a session") as caught:
        write_annotation(path, 5, Annotation(True))
    assert str(planted) in str(caught.value)
    assert victim.exists()
    planted.unlink()
    write_annotation(path, 5, Annotation(True))
    assert read_annotations(path).rows == {5: Annotation(True)}


def test_a_trigger_does_nothing(store, path):
    store.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TRIGGER t AFTER INSERT ON annotations BEGIN DELETE FROM sources; END"
        )
        count = database.execute("SELECT count(*) FROM sources").fetchone()
    with pytest.raises(AnnotationError, match="its tables are others"):
        write_annotation(path, 5, Annotation(True))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM sources").fetchone() == count
