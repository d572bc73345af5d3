"""Writes bytes to a file without holding up the window."""

import threading
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from socket_workbench.journal.replacement import replacement
from socket_workbench.language import tr

_LOOK_INTERVAL = 20
"""Milliseconds between two looks whether a file is written."""


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
    """Writes files in the background.

    The threads know nothing of this object: it may go before they end, and looks now and then
    what they have left.

    Signals:
        written: a file has been written; carries its path.
        failed: a file could not be written; carries a sentence.
    """

    written = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun = 0
        self._ended: deque[tuple[Path, str]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_INTERVAL)
        self._timer.timeout.connect(self._look)

    def begin(self, path: Path, content: bytes) -> None:
        """Begin to write; `written` or `failed` follows."""
        ended = self._ended

        def write() -> None:
            ended.append((path, write_file(path, content)))

        self._begun += 1
        threading.Thread(target=write, name="write file").start()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        while self._ended:
            path, sentence = self._ended.popleft()
            self._begun -= 1
            if sentence:
                self.failed.emit(sentence)
            else:
                self.written.emit(str(path))
        if not self._begun:
            self._timer.stop()
