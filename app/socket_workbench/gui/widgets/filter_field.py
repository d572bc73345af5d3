"""The field in which a filter is typed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from socket_workbench.language import tr


class FilterField(QLineEdit):
    """A line of text; where nothing is left to undo in it, undoing goes back by a filter.

    Signals:
        back_requested: the filter before is wanted.
    """

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("Filter: text, /regex/, kind:sent, conn:3 …"))
        self.setAccessibleName(tr("Show only rows that match"))
        self.setToolTip(
            tr(
                "Show only rows that match all of these:\n"
                'word   "some words"   "Text"c (case)   "text"w (whole words)\n'
                "/regex/   /regex/i (any case)   hex:48656c\n"
                'kind:received,sent   conn:3   endpoint:"client 2"   peer:127.0.0.1\n'
                "dir:>server   dir:>client   time:12:01..12:05\n"
                "A minus in front hides what matches: -kind:note"
            )
        )
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo in the field, else ask for the filter before."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.back_requested.emit()
            event.accept()
            return
        super().keyPressEvent(event)
