"""Writes a copy of a scenario or of a starter to a file, and opens it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, read_regular

SUFFIX = ".scenario.toml"


class ScenarioCopying(QObject):
    """Asks where to save copies of documents.

    Args:
        window: the window of the file dialog; becomes the parent.

    Signals:
        copied(str): a copy was written; carries its path.
        failed(str): it could not be written; carries a sentence.
    """

    copied = Signal(object)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @Slot(object)
    def ask(self, source: Path) -> None:
        """Ask where to save a copy of a document, and write it there."""
        name = f"{source.stem}{SUFFIX}"
        filters = (tr("Scenarios (*.toml)"),)
        chosen = partial(self.copy, source)
        ask_where_to_save(
            self._window, tr("Save a scenario"), chosen, name, filters=filters, suffix=".toml"
        )

    def copy(self, source: Path, name: str) -> None:
        """Write a copy of a document in the background."""

        def write(token: Token) -> str:
            from socket_workbench.scenarios.load import MOST_BYTES

            try:
                content = read_regular(source, MOST_BYTES)
            except UnreadableFileError as error:
                raise ValueError(
                    tr("The file {path} cannot be read: {reason}.", path=source, reason=error)
                ) from error
            write_bytes(Path(name), content)
            return name

        writing = Job("write scenario", write, self, (StreamFileError, ValueError))
        writing.succeeded.connect(self.copied)
        writing.failed.connect(self.failed)
        writing.start()
