import sqlite3
import threading

import pytest

from socket_workbench.journal.annotations import (
    Annotation,
    AnnotationError,
    Annotations,
    read_annotations,
    write_annotation,
    write_encoding,
)
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader


def test_a_new_session_has_none(store, path):
    assert read_annotations(path) == Annotations()


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


def test_damaged_entries_are_passed_over(store, path):
    write_annotation(path, 5, Annotation(True))
    database = sqlite3.connect(path)
    database.executescript(
        "DROP TABLE annotations; CREATE TABLE annotations (row, marked, note);"
        "INSERT INTO annotations VALUES ('x', 1, ''), (1, 1, x'00'), (2, 0, ''), (3, 1, '');"
        "DROP TABLE encodings; CREATE TABLE encodings (endpoint, encoding);"
        "INSERT INTO encodings VALUES (1, 'x'), ('a', 'b');"
    )
    database.close()
    assert read_annotations(path) == Annotations({3: Annotation(True)}, {"a": "b"})
