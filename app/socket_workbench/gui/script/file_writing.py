"""Writes bytes to a file without holding up the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.background import Background
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.language import tr


def write_file(path: Path, content: bytes) -> str:
    """Write a file, whole or not at all; see `replacement`.

    Returns:
        A sentence saying why it could not be done, empty when it was.
    """
    try:
        with replacement(path) as file:
            file.write(content)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        return tr(
            "{path} could not be written: {reason}. Choose another place.",
            path=path,
            reason=reason,
        )
    return ""


class FileWriting(QObject):
    """Writes files in the background; it may go before they are written.

    Signals:
        written: a file has been written; carries its path.
        failed: a file could not be written; carries a sentence.
    """

    written = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background("write file", self)
        self._background.returned.connect(self._on_background_returned)

    def begin(self, path: Path, content: bytes) -> None:
        """Begin to write; `written` or `failed` follows."""
        self._background.begin(lambda: (path, write_file(path, content)))

    @Slot(object)
    def _on_background_returned(self, ended: tuple[Path, str]) -> None:
        path, sentence = ended
        if sentence:
            self.failed.emit(sentence)
        else:
            self.written.emit(str(path))
