"""Writes a file that was made from a session."""

from pathlib import Path

from socket_workbench.journal.export.errors import is_session, unwritable
from socket_workbench.journal.storage.parts import is_part_of, real_path
from socket_workbench.journal.storage.replacement import replacement


def write_file(session: Path, path: Path, content: bytes) -> None:
    """Write a file, the whole of it or nothing.

    Args:
        session: the journal's file, which it must not be, nor a part of it.
        path: the file.
        content: its bytes.

    Raises:
        ExportError: the file cannot be written, or is the session itself.
    """
    try:
        if is_part_of(real_path(path), session):
            raise is_session(path)
        with replacement(path) as file:
            file.write(content)
    except OSError as error:
        raise unwritable(path, error) from error
