import sqlite3
from contextlib import closing

import pytest

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.page import CACHE_BYTES
from socket_workbench.journal.reader import _WHOLE_PAYLOAD
from socket_workbench.journal.schema import APPLICATION_ID, MERGE_BYTES, VERSION, check, create


@pytest.fixture
def database(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


def test_a_new_file_is_a_journal(database):
    create(database)
    check(database)
    assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_file_carries_the_four_letters(database, path):
    create(database)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert path.read_bytes()[68:72] == b"SKWB"


def test_another_database_is_no_journal(database):
    database.execute("CREATE TABLE something (a)")
    with pytest.raises(JournalOpenError, match="not a recorded session"):
        check(database)


def test_a_newer_version_is_refused(database):
    create(database)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(JournalOpenError, match="newer version"):
        check(database)


def test_segments_that_may_be_replaced_are_read_whole():
    assert MERGE_BYTES <= _WHOLE_PAYLOAD <= CACHE_BYTES


@pytest.mark.parametrize("table", ["sources", "segments"])
def test_a_missing_table_is_told(database, table):
    create(database)
    database.execute(f"DROP TABLE {table}")
    with pytest.raises(sqlite3.DatabaseError):
        check(database)
