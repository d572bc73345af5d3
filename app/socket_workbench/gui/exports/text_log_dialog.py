"""The dialog that starts and stops the continuous text log."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import RowLabel, WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.number_field import NumberField
from socket_workbench.gui.widgets.path_field import PathField
from socket_workbench.language import tr

_WIDTH = 560
_NUMBER_WIDTH = 136
_MOST_MEGABYTES = 100_000
_MOST_KEPT = 1_000


class TextLogDialog(Dialog):
    """Edits the settings of the text log.

    Signals:
        choice_made(TextLogChoice): OK was pressed with valid fields.
    """

    choice_made = Signal(object)

    def __init__(self, choice: TextLogChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH)
        self.setWindowTitle(tr("Log to a text file"))
        self.is_on = QCheckBox(tr("Write every event from now on into a text file"))
        self.is_on.setChecked(choice.is_on)
        self.path_field = PathField(tr("Text log"), asks_to_replace=False)
        self.path_field.set_path(choice.path)
        self.megabytes = NumberField(1, _MOST_MEGABYTES, choice.megabytes, tr(" MB"))
        self.kept = NumberField(0, _MOST_KEPT, choice.kept)
        self.mistake = MistakeLabel()
        self.cancel_button = PlainButton(tr("Cancel"))
        self.ok_button = PrimaryButton(tr("OK"))
        self.ok_button.setDefault(True)
        self._fields = (self.path_field, self.megabytes, self.kept)
        self._arrange()
        self._on_is_on_toggled()
        self.is_on.toggled.connect(self._on_is_on_toggled)
        self.path_field.changed.connect(self._on_path_field_changed)
        self.ok_button.clicked.connect(self._on_ok_button_clicked)
        self.cancel_button.clicked.connect(self.reject)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        titles = (tr("File"), tr("New file after"), tr("Full files kept"))
        for row, (title, field) in enumerate(zip(titles, self._fields, strict=True)):
            label = RowLabel(title)
            label.setBuddy(field)
            field.setAccessibleName(title)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(field, NumberField):
                field.setMinimumWidth(_NUMBER_WIDTH)
                grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(field, row, 1)
        rotation = tr("A full file gets .1 behind its name, the one before .2, and so on.")
        grid.addWidget(WrappedLabel(rotation, "small"), len(titles), 1)
        grid.addWidget(self.mistake, len(titles) + 1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.is_on)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(buttons)

    def show_mistake(self, sentence: str) -> None:
        """Show an error, and enable the fields again."""
        self.setEnabled(True)
        self.mistake.show_mistake(self.path_field.edit, sentence)

    @Slot()
    def _on_is_on_toggled(self) -> None:
        for field in self._fields:
            field.setEnabled(self.is_on.isChecked())
        self.mistake.show_mistake(self.path_field.edit, "")

    @Slot()
    def _on_path_field_changed(self) -> None:
        self.mistake.show_mistake(self.path_field.edit, "")

    @Slot()
    def _on_ok_button_clicked(self) -> None:
        path = self.path_field.path()
        is_on = self.is_on.isChecked()
        if is_on and path is None:
            self.show_mistake(tr("Name the file to write."))
            return
        self.setEnabled(False)
        self.choice_made.emit(
            TextLogChoice(is_on, path or Path(), self.megabytes.value(), self.kept.value())
        )
