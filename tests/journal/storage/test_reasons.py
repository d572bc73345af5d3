import errno
import os
import sqlite3

import pytest

from socket_workbench.journal.storage.reasons import reason_of

FULL = os.strerror(errno.ENOSPC)


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
