"""The dialog for the settings of sessions."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import LabelledField, PlainLabel
from socket_workbench.gui.widgets.number_field import NumberField
from socket_workbench.language import tr

_MOST_MEGABYTES = 10_000_000
_MOST_BYTES = 2**31 - 1
_USUAL_LIMIT = 4096
_WIDTH = 480


class SettingsDialog(Dialog):
    """Edits the settings; Save accepts them, Esc discards the changes.

    Args:
        settings: the current settings.
        folder: the folder of unsaved sessions.
        parent: the parent window.

    Signals:
        changed(SessionSettings): the user has saved changed settings.
    """

    changed = Signal(object)

    def __init__(
        self, settings: SessionSettings, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _WIDTH)
        self.setWindowTitle(tr("Settings"))
        self._before = settings
        self.kept = NumberField(0, _MOST_MEGABYTES, settings.kept_megabytes, tr(" MB"))
        self.kept.setSingleStep(100)
        self.kept.setSpecialValueText(tr("none"))
        self.limited = QCheckBox(tr("Record only the beginning of each message"))
        self.limited.setChecked(settings.capture_limit is not None)
        limit = settings.capture_limit
        shown = _USUAL_LIMIT if limit is None else limit
        self.limit = NumberField(0, _MOST_BYTES, shown, tr(" bytes"))
        self.limit.setEnabled(limit is not None)
        self.limited.toggled.connect(self.limit.setEnabled)
        self.save_button = PrimaryButton(tr("Save"))
        self.save_button.setAutoDefault(True)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.accept)
        self._arrange(folder)

    def _arrange(self, folder: Path) -> None:
        sessions = Card(tr("Sessions that are not saved"))
        sessions.body.addWidget(_field(tr("Keep at most"), self.kept))
        sessions.body.addWidget(
            _explanation(
                tr(
                    "The oldest are removed first; the newest one stays, however large it is. "
                    "What you save is never removed. Stored in {folder}.",
                    folder=folder,
                )
            )
        )
        capture = Card(tr("Capture limit"))
        capture.body.addWidget(self.limited)
        capture.body.addWidget(_field(tr("Bytes of each"), self.limit))
        capture.body.addWidget(
            _explanation(
                tr(
                    "The length of each message is recorded in any case, and each row says how "
                    "much of it is missing. Applies to new messages."
                )
            )
        )
        cancel = PlainButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(sessions)
        column.addWidget(capture)
        column.addLayout(buttons)

    def settings(self) -> SessionSettings:
        """Return the settings in the fields."""
        limit = self.limit.value() if self.limited.isChecked() else None
        return SessionSettings(self.kept.value(), limit)

    @Slot()
    def accept(self) -> None:
        """Emit `changed` if the settings differ, and close."""
        super().accept()
        if self.settings() != self._before:
            self.changed.emit(self.settings())


def _field(title: str, field: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(LabelledField(title, field))
    layout.addStretch(1)
    return row


def _explanation(text: str) -> PlainLabel:
    label = PlainLabel(text, "dim")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
