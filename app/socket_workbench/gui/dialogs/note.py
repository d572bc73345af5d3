"""The dialog in which a note on a row is written."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr


class NoteDialog(QDialog):
    """Asks for a note; an empty one takes the note away.

    Signals:
        written(object, str): the row's number, and the note.
    """

    written = Signal(object, str)

    def __init__(self, number: int, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self.setWindowTitle(tr("Note on row {number}", number=f"{number + 1:,}"))
        self.text = QPlainTextEdit(note, self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Note"))
        self.text.setMinimumSize(360, 96)
        self.text.selectAll()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(tr("The note is kept in the session, beside the row.")))
        layout.addWidget(self.text, 1)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)

    @Slot()
    def _on_accepted(self) -> None:
        self.written.emit(self._number, self.text.toPlainText())
