"""Writes bytes to a file without holding up the window."""

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from socket_workbench.language import tr


def write_file(path: Path, content: bytes) -> str:
    """Write a file; returns a sentence saying why it could not be done, empty when it was."""
    try:
        path.write_bytes(content)
    except OSError as error:
        return tr(
            "{path} could not be written: {reason}. Choose another place.",
            path=path,
            reason=error.strerror or str(error),
        )
    return ""


class _Outcome(QObject):
    """Carries what came of it back to the window's thread.

    Signals:
        known: path, and the sentence of an error or nothing.
    """

    known = Signal(str, str)


class _Writing(QRunnable):
    def __init__(self, path: Path, content: bytes) -> None:
        super().__init__()
        self.outcome = _Outcome()
        self._path = path
        self._content = content

    def run(self) -> None:
        """Write; runs in a thread of Qt's pool."""
        sentence = write_file(self._path, self._content)
        self.outcome.known.emit(str(self._path), sentence)


class FileWriting(QObject):
    """Writes one file after the other in the background.

    Signals:
        written: a file has been written; carries its path.
        failed: a file could not be written; carries a sentence.
    """

    written = Signal(str)
    failed = Signal(str)

    def begin(self, path: Path, content: bytes) -> None:
        """Begin to write; `written` or `failed` follows."""
        writing = _Writing(path, content)
        writing.outcome.known.connect(self._on_outcome_known)
        QThreadPool.globalInstance().start(writing)

    def _on_outcome_known(self, path: str, sentence: str) -> None:
        if sentence:
            self.failed.emit(sentence)
        else:
            self.written.emit(path)
