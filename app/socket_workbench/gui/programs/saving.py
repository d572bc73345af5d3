"""Saves a program to a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from socket_workbench.gui.threads.job import Token
from socket_workbench.gui.threads.saving import Saving
from socket_workbench.journal.export.whole_file import write_file
from socket_workbench.language import tr


def save_program(text: str, path: Path, session: Path, token: Token | None = None) -> str:
    """Write a program; the function of a job. Return a sentence that says so.

    Args:
        text: the program.
        path: the file.
        session: the journal's file, which it must not be.
        token: of the job; writing is too short to be cancelled.

    Raises:
        ExportError: the file cannot be written, or is the session.
    """
    write_file(session, path, text.encode())
    return tr("Saved {path}.", path=path)


class ProgramSaving(Saving):
    """Saves one program at a time.

    Args:
        session: the journal's file.
        parent: its owner.
    """

    def __init__(self, session: Path, parent: QObject | None = None) -> None:
        super().__init__("save program", parent)
        self._session = session

    def save(self, text: str, path: Path) -> None:
        """Save a program; does nothing while another one is saved."""
        if not self.is_saving:
            self.start(partial(save_program, text, path, self._session))
