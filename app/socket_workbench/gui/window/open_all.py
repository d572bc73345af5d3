"""The dialog shown before many files are opened at once."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr, trn


class OpenAllDialog(Dialog):
    """Asks whether to open this many files; accepted to open all of them.

    Attributes:
        question: the label with the question.
        open_button: accepts the dialog, as does Enter.
        cancel_button: rejects the dialog, as does Esc.
    """

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open"))
        self.question = PlainLabel(trn("Open {count} file?", "Open all {count} files?", count))
        self.cancel_button = PlainButton(tr("Cancel"))
        self.open_button = PrimaryButton(tr("Open all"))
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.question)
        column.addWidget(PlainLabel(tr("Each session gets a window of its own."), "dim"))
        column.addLayout(buttons)
