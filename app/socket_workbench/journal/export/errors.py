"""The exceptions of exports."""

from pathlib import Path

from socket_workbench.language import tr


class ExportError(Exception):
    """The file cannot be written; the message is a sentence."""


class FileThereError(ExportError):
    """There is a file of that name, and `replace` is False."""


def unwritable(path: Path, error: OSError) -> ExportError:
    """Return the error for a file that cannot be written, with the reason."""
    return ExportError(
        tr(
            "{path} could not be written: {reason}. Choose another place, or make room.",
            path=path,
            reason=error.strerror or str(error),
        )
    )


def is_session(path: Path) -> ExportError:
    """Return the error for a file that is a part of the session that is exported."""
    return ExportError(tr("{path} is the session itself. Choose another name.", path=path))
