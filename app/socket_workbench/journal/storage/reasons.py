"""Why a session's file cannot be read or written, in the system's words."""

import errno
import os
import sqlite3

FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""SQLite's codes for a disk that is full; the latter is for the index of a log."""


def reason_of(error: Exception) -> str:
    """Return the reason that an error of the system or of SQLite tells, for a sentence."""
    if getattr(error, "sqlite_errorcode", 0) in FULL:
        return os.strerror(errno.ENOSPC)
    return getattr(error, "strerror", None) or str(error)
