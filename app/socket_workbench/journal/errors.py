"""The exceptions of the journal, and the reasons of those of SQLite and the system."""

import errno
import os
import sqlite3

FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
"""SQLite's codes for a disk that is full; the latter is for the index of a log."""


class JournalError(Exception):
    """Anything wrong with a journal; `str()` is a sentence to show."""


class JournalOpenError(JournalError):
    """The file cannot be opened as a journal: missing, forbidden, another format, newer."""


class NameTakenError(JournalOpenError):
    """A new session cannot have this name: there is a file already, or what is left of one."""


class CancelledError(JournalError):
    """Work on a journal stopped because its caller cancelled it; there is no sentence to show."""


class JournalDamagedError(JournalOpenError):
    """The file is a journal, and a part of it is damaged."""


class SinkError(JournalError):
    """A sink could not take a batch.

    Attributes:
        lasting: True when the sink wants no further batch, False when it will try the next one.
    """

    lasting: bool = True


class StorageError(SinkError):
    """The journal's file cannot be written at the moment; recording resumes by itself."""

    lasting = False


class StorageFullError(StorageError):
    """The disk that holds the journal is full; recording resumes when there is room."""


class TextLogError(SinkError):
    """The text log cannot be written; the message is a sentence. Nothing else is stopped by it."""


class DisplacedError(StorageError):
    """The journal's file was moved or removed; recording into it goes on."""


def reason_of(error: Exception) -> str:
    """Return the reason that an error of the system or of SQLite tells, for a sentence."""
    if getattr(error, "sqlite_errorcode", 0) in FULL:
        return os.strerror(errno.ENOSPC)
    return getattr(error, "strerror", None) or str(error)
