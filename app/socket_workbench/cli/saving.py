"""Writes the files that steps save, below the folder that the command line names."""

import os
import threading
from collections.abc import Iterable
from pathlib import Path

from socket_workbench.cli.batch import Turn
from socket_workbench.dialogues.commands import Save
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr
from socket_workbench.scenarios.file_names import check_file_name
from socket_workbench.scenarios.resolve import each_step


class SavedFiles:
    """The files of one command: each turn has a folder of its own, its `Turn.place`.

    A file that was there before is never replaced. One that a turn has saved itself is replaced as
    a whole when a later step of it saves a file of the same name.
    """

    def __init__(self, folder: str | None) -> None:
        """Prepare to write; nothing is written yet.

        Args:
            folder: below which files go; None where none is wanted.
        """
        self._folder = None if folder is None else Path(folder)
        self._saved: set[Path] = set()
        self._lock = threading.Lock()

    def check(self, turns: Iterable[Turn]) -> None:
        """Check that nothing is there of what turns may save.

        Raises:
            ValueError: a file is there; the message is a sentence.
        """
        if self._folder is None:
            return
        for turn in turns:
            for client in turn.scenario.clients if turn.scenario is not None else ():
                for step in each_step(client.steps):
                    if step.save is not None and step.file is not None:
                        _check_free(self._folder / turn.place / step.file)

    def save(self, turn: Turn, update: Save) -> str:
        """Write a file. Thread-safe.

        Args:
            turn: whose step saves it.
            update: its name and content.

        Returns:
            Why it could not be written, as a sentence; empty if it was.
        """
        if self._folder is None:
            return ""
        try:
            target = _target(self._folder, turn.place, update.file)
            with self._lock:
                if target not in self._saved:
                    _check_free(target)
                    self._saved.add(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(target, update.content)
        except OSError as error:
            reason = error.strerror or error
            return tr("{file} cannot be written: {reason}.", file=update.file, reason=reason)
        except (ValueError, StreamFileError) as error:
            return str(error)
        return ""


def _check_free(file: Path) -> None:
    """Check that nothing has this name; raises `ValueError`."""
    if os.path.lexists(file):
        raise ValueError(
            tr("{file} is there already; remove it, or name another folder.", file=file)
        )


def _target(folder: Path, place: str, name: str) -> Path:
    """Return where a file goes; raises `ValueError` where that is not below the folder."""
    check_file_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    target = root / place / name
    if not target.resolve().is_relative_to(root):
        raise ValueError(tr("{name} leads out of the folder for files.", name=name))
    return target
