"""Writes the files that steps save, below the folder that the command line names."""

from pathlib import Path

from socket_workbench.cli.output.output import Output
from socket_workbench.dialogues.commands import Save
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr
from socket_workbench.scenarios.file_names import check_file_name


class Saver:
    """Writes files; without a folder, none.

    Attributes:
        has_failed: whether one could not be written.
    """

    def __init__(self, folder: str | None, output: Output) -> None:
        """Prepare it.

        Args:
            folder: where files go; None for nowhere.
            output: where complaints go.
        """
        self.has_failed = False
        self._folder = None if folder is None else Path(folder)
        self._output = output

    def save(self, update: Save) -> None:
        """Write a file, or replace it as a whole; called in a client's thread."""
        if self._folder is None:
            return
        try:
            target = _target(self._folder, update.file)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(target, update.content)
        except OSError as error:
            reason = error.strerror or error
            self._complain(
                tr("{file} cannot be written: {reason}.", file=update.file, reason=reason)
            )
        except (ValueError, StreamFileError) as error:
            self._complain(str(error))

    def _complain(self, sentence: str) -> None:
        self.has_failed = True
        self._output.complain(sentence)


def _target(folder: Path, name: str) -> Path:
    """Return where a file goes; raises `ValueError` where that is not below the folder."""
    check_file_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    if not (root / name).resolve().is_relative_to(root):
        raise ValueError(tr("{name} leads out of the folder for files.", name=name))
    return root / name
