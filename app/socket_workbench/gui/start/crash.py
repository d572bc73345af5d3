"""Handles uncaught exceptions: writes a report, shows a sentence, and continues."""

import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QStandardPaths, Signal

from socket_workbench import __version__
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, read_regular

_KEPT = 256 * 1024
"""How many characters of the newest reports are kept."""

_MOST_BYTES = 4 * _KEPT


class CrashReport(QObject):
    """Handles uncaught exceptions, in Qt's callbacks and elsewhere.

    Signals:
        written(str): a report was written; carries a sentence for the user.
    """

    written = Signal(str)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Create a handler; `install` enables it.

        Args:
            folder: the folder of the report; None for the user's data folder.
            parent: the parent object.
        """
        super().__init__(parent)
        place = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.AppLocalDataLocation
        )
        self.path = (folder if folder is not None else Path(place)) / "problems.txt"
        self._before = sys.excepthook

    def install(self) -> None:
        """Install the exception hooks."""
        sys.excepthook = self.report

    def remove(self) -> None:
        """Restore the previous exception hooks."""
        sys.excepthook = self._before

    def report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Write a report and emit `written`; nothing is sent anywhere."""
        lines = traceback.format_exception(kind, error, trace)
        when = datetime.now().astimezone().isoformat(timespec="seconds")
        text = f"{when} Socket Workbench {__version__}\n{''.join(lines)}\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            kept = (self._earlier() + text)[-_KEPT:].encode("utf-8", "backslashreplace")
            with replacement(self.path) as file:
                file.write(kept)
        except (OSError, UnreadableFileError) as problem:
            sentence = tr(
                "Something in the program failed ({error}); the report could not be written:"
                " {reason}.",
                error=error,
                reason=getattr(problem, "strerror", None) or problem,
            )
        else:
            sentence = tr(
                "Something in the program failed ({error}). What is open goes on. A report is in"
                " {path}.",
                error=error,
                path=self.path,
            )
        self.written.emit(sentence)

    def _earlier(self) -> str:
        """Return the earlier reports.

        Raises:
            UnreadableFileError: the path is not a regular file.
        """
        if not self.path.exists():
            return ""
        return read_regular(self.path, _MOST_BYTES).decode("utf-8", "backslashreplace")
