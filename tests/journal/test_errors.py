import errno
import os
import sqlite3

import pytest

from socket_workbench.journal.errors import (
    JournalDamagedError,
    JournalError,
    JournalOpenError,
    SinkError,
    StorageError,
    StorageFullError,
    reason_of,
)

FULL = os.strerror(errno.ENOSPC)


def test_storage_errors_pass_and_other_sink_errors_last():
    assert SinkError("gone").lasting
    assert not StorageError("busy").lasting
    assert not StorageFullError("full").lasting


def test_every_error_shows_its_sentence():
    for error in (JournalOpenError, JournalDamagedError, SinkError):
        assert issubclass(error, JournalError)
        assert str(error("A sentence.")) == "A sentence."


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("SQLite's words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_SHMSIZE), FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), "SQLite's words"),
        (OSError(errno.ENOSPC, FULL, "/a/file"), FULL),
        (ValueError("no path"), "no path"),
    ],
)
def test_the_systems_words_are_told(error, reason):
    assert reason_of(error) == reason
