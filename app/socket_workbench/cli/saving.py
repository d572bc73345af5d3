"""Writes the files that steps save, below the folder that the command line names."""

from pathlib import Path

from socket_workbench.dialogues.commands import Save
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr
from socket_workbench.scenarios.file_names import check_file_name


def save_file(folder: str | None, update: Save) -> str:
    """Write a file, or replace it as a whole.

    Args:
        folder: where files go; None where none is wanted.
        update: its name and content.

    Returns:
        Why it could not be written, as a sentence; empty if it was.
    """
    if folder is None:
        return ""
    try:
        target = _target(Path(folder), update.file)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(target, update.content)
    except OSError as error:
        reason = error.strerror or error
        return tr("{file} cannot be written: {reason}.", file=update.file, reason=reason)
    except (ValueError, StreamFileError) as error:
        return str(error)
    return ""


def _target(folder: Path, name: str) -> Path:
    """Return where a file goes; raises `ValueError` where that is not below the folder."""
    check_file_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    if not (root / name).resolve().is_relative_to(root):
        raise ValueError(tr("{name} leads out of the folder for files.", name=name))
    return root / name
