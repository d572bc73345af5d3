import sqlite3
from contextlib import closing

import pytest

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.storage.page import CACHE_BYTES
from socket_workbench.journal.storage.schema import (
    APPLICATION_ID,
    MERGE_BYTES,
    VERSION,
    check,
    create,
)
from socket_workbench.journal.storage.statements import WHOLE_PAYLOAD


@pytest.fixture
def database(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


def test_a_new_file_is_a_journal(database, path):
    create(database)
    check(path, database)
    assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_file_carries_the_four_letters(database, path):
    create(database)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert path.read_bytes()[68:72] == b"SKWB"


def test_another_database_is_no_journal(database, path):
    database.execute("CREATE TABLE something (a)")
    with pytest.raises(JournalOpenError, match="not a recorded session"):
        check(path, database)


def test_a_newer_version_is_refused(database, path):
    create(database)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(JournalOpenError, match="newer version"):
        check(path, database)


def test_segments_that_may_be_replaced_are_read_whole():
    assert MERGE_BYTES <= WHOLE_PAYLOAD <= CACHE_BYTES


@pytest.mark.parametrize("table", ["sources", "segments"])
def test_a_missing_table_is_told(database, path, table):
    create(database)
    database.execute(f"DROP TABLE {table}")
    with pytest.raises(sqlite3.DatabaseError):
        check(path, database)


COLUMNS = (
    "first, count, started, ended, payload_bytes, pairs, marks, times, lengths, offsets, texts,"
    " kept, payload"
)


@pytest.mark.parametrize(
    "change",
    [
        f"DROP TABLE segments; CREATE TABLE segments ({COLUMNS})",
        f"DROP TABLE segments; CREATE TABLE segments ({COLUMNS}, PRIMARY KEY (count))",
        "DROP TABLE segments; CREATE VIEW segments AS WITH RECURSIVE c(first) AS"
        " (SELECT 1 UNION ALL SELECT first + 1 FROM c) SELECT * FROM c",
        "DROP TABLE annotations;"
        " CREATE VIEW annotations AS SELECT 1 AS row, 1 AS marked, '' AS note",
        "CREATE TRIGGER t AFTER INSERT ON annotations BEGIN DELETE FROM segments; END",
        "CREATE INDEX i ON segments (count)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a)",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
        "ALTER TABLE segments ADD COLUMN more INTEGER",
        "ALTER TABLE sources RENAME COLUMN role TO part",
        "ANALYZE",
    ],
)
def test_only_the_very_tables_of_a_journal_are_accepted(database, path, change):
    create(database)
    check(path, database)
    database.executescript(change)
    with pytest.raises(JournalOpenError, match="its tables are others") as caught:
        check(path, database)
    assert str(path) in str(caught.value)


def test_names_of_tables_that_are_no_text_are_told_without_them(database, path):
    create(database)
    database.executescript(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = CAST(sql || x'ff' AS TEXT) WHERE name = 'segments'"
    )
    with pytest.raises(sqlite3.DatabaseError) as caught:
        check(path, database)
    assert str(caught.value) == "the names of its tables are not UTF-8"


def test_a_file_of_version_1_has_no_framings_and_is_accepted(database, path):
    create(database)
    assert check(path, database) == VERSION == 2
    database.executescript("DROP TABLE framings; PRAGMA user_version = 1")
    assert check(path, database) == 1
    database.executescript("PRAGMA user_version = 2")
    with pytest.raises(sqlite3.DatabaseError, match="missing"):
        check(path, database)
