"""What can go wrong with an export."""

from pathlib import Path

from socket_workbench.language import tr


class ExportError(Exception):
    """The file cannot be written; the message is a sentence."""


class FileThereError(ExportError):
    """There is a file of that name, and it was not to be replaced."""


def unwritable(path: Path, error: OSError) -> ExportError:
    """Say that a file cannot be written, and why."""
    return ExportError(
        tr(
            "{path} could not be written: {reason}. Choose another place, or make room.",
            path=path,
            reason=error.strerror or str(error),
        )
    )
