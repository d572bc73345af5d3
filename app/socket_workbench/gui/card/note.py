"""The dialog that edits the note of a row."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.journal.annotations import LONGEST_NOTE
from socket_workbench.language import tr

_WIDTH = 392
_HEIGHT = 216


class NoteDialog(Dialog):
    """Edits a note; an empty text removes it.

    Signals:
        written(object, str): the dialog was accepted; carries the row's number and the note.
    """

    written = Signal(object, str)

    def __init__(self, number: int, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self._number = number
        self.setWindowTitle(tr("Note on row {number}", number=f"{number + 1:,}"))
        self.text = TextEdit(note, self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Note"))
        self.text.selectAll()
        self._mistake = MistakeLabel()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(tr("The note is kept in the session, beside the row.")))
        layout.addWidget(self.text, 1)
        layout.addWidget(self._mistake)
        layout.addWidget(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)
        self.text.textChanged.connect(self._on_text_changed)

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._mistake.text()

    @Slot()
    def _on_accepted(self) -> None:
        self.written.emit(self._number, self.text.text())

    @Slot()
    def _on_text_changed(self) -> None:
        """Show an error if the note is longer than what can be stored."""
        length = len(self.text.text().strip())
        is_short = length <= LONGEST_NOTE
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(is_short)
        self._mistake.show_mistake(
            self.text,
            ""
            if is_short
            else tr(
                "A note has {most} characters at most; this one has {count}.",
                most=f"{LONGEST_NOTE:,}",
                count=f"{length:,}",
            ),
        )
