"""Finds what was received last on connections, and copies it to the clipboard."""

from collections.abc import Collection, Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.rows.line import kept_payload
from socket_workbench.gui.rows.text import copied, decoded
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import FRAMED, Kind, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.payload.framing import Framing
from socket_workbench.payload.hexadecimal import format_hex

REACH = 20_000
"""How many of the newest rows are searched; this is done in the window's thread."""

_AT_ONCE = 500


def last_received(reader: Reader, connection: int) -> Row | None:
    """Return the row of what was received last; None if the newest rows have none.

    It is a read, or where the connection has a framing a message.

    Args:
        reader: reads the journal.
        connection: the connection's number in this session.

    Raises:
        JournalDamagedError: the journal cannot be read.
    """
    return next(_newest_replies(reader, {connection}), None)


def _newest_replies(reader: Reader, connections: Collection[int]) -> Iterator[Row]:
    """Yield what connections have received, the newest first."""
    end = reader.count()
    least = max(end - REACH, 0)
    while end > least:
        first = max(end - _AT_ONCE, least)
        for row in reversed(reader.rows(first, end - first)):
            if row.source.connection in connections and row.kind in _replies_of(row.source):
                yield row
        end = first


def last_messages(path: Path, connections: Collection[int]) -> dict[int, bytes]:
    """Return what was received last on each of several connections.

    Where a connection has a framing, that is a message without what marks it. Those for which the
    newest rows have nothing are left out.

    Args:
        path: the journal's file.
        connections: their numbers in this session.
    """
    found: dict[int, bytes] = {}
    try:
        reader = Reader(path)
    except JournalError:
        return found
    try:
        for row in _newest_replies(reader, connections):
            number = row.source.connection
            if number not in found:
                found[number] = _unframed(kept_payload(reader, row), row)
                if len(found) == len(connections):
                    break
    except JournalError:
        pass
    finally:
        reader.close()
    return found


def _unframed(payload: bytes, row: Row) -> bytes:
    if row.kind is not Kind.MESSAGE:
        return payload
    return Framing.parse(row.source.framing).decoder().message(payload)


def _replies_of(source: Source) -> Collection[Kind]:
    return FRAMED if source.framing else (Kind.RECEIVED,)


def copy_reply(path: Path, connection: int, encoding: str, *, as_hex: bool) -> bool:
    """Copy what was received last on a connection; return False if there is nothing to copy.

    Args:
        path: the journal's file.
        connection: the connection's number in this session.
        encoding: Python's name of the encoding of its text.
        as_hex: whether to copy it as `48 65` rather than as text.
    """
    try:
        reader = Reader(path)
    except JournalError:
        return False
    try:
        row = last_received(reader, connection)
        payload = b"" if row is None else kept_payload(reader, row)
    except JournalError:
        return False
    finally:
        reader.close()
    if row is not None:
        text = format_hex(payload) if as_hex else copied(decoded(payload, encoding))
        QGuiApplication.clipboard().setText(text)
    return row is not None
