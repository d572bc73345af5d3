"""The export dialog: asks what to export, in which format and where to; shows the progress."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import RowLabel, WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.path_field import PathField
from socket_workbench.journal.export.format import ExportFormat, export_formats
from socket_workbench.language import tr

_WIDTH = 560
_STEPS = 1000


class ExportChoice(NamedTuple):
    """The user's choices in the export dialog.

    Attributes:
        format: the format.
        everything: whether to export all rows; otherwise those that match the filter.
        path: the file.
        replace: whether an existing file may be replaced.
        options: names of the chosen options of the format.
    """

    format: ExportFormat
    everything: bool
    path: Path
    replace: bool
    options: frozenset[str]


class ExportDialog(Dialog):
    """A modeless dialog that shows the progress and any error of the export it asked for.

    Args:
        path: the initial file.
        format: the initial format.
        options: names of its options that are initially chosen.
        shown: the number of rows that match the filter; None without a filter.
        total: the number of all rows.

    Signals:
        export_requested(ExportChoice): the Export button was pressed.
        cancel_requested: the running export is to be cancelled.
    """

    export_requested = Signal(object)
    cancel_requested = Signal()

    def __init__(
        self,
        path: Path,
        format: ExportFormat,
        options: frozenset[str],
        shown: int | None,
        total: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _WIDTH)
        self.setWindowTitle(tr("Export"))
        self._is_exporting = False
        self._is_filtered = shown is not None
        self._may_replace = False
        self.format_choice = Combo()
        self._formats = list(export_formats().values())
        self.option_boxes: dict[str, dict[str, QCheckBox]] = {}
        # A stack as large as the largest page, so that the layout does not change with the format.
        self._options = QStackedWidget()
        for each in self._formats:
            self.format_choice.addItem(tr(each.title))
            self._options.addWidget(self._option_page(each))
        self.format_choice.setCurrentIndex(self._formats.index(format))
        for name, box in self.option_boxes[format.name].items():
            box.setChecked(name in options)
        self.filtered = QRadioButton(
            tr("What the filter shows")
            if shown is None
            else tr("What the filter shows ({count})", count=f"{shown:,}")
        )
        self.everything = QRadioButton(tr("Everything ({count})", count=f"{total:,}"))
        self.filtered.setEnabled(shown is not None)
        (self.everything if shown is None else self.filtered).setChecked(True)
        self.path_field = PathField(tr("Export to"))
        self.hint = WrappedLabel("", "small")
        self.mistake = MistakeLabel()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, _STEPS)
        self.progress.setAccessibleName(tr("Exporting"))
        self.cancel_button = PlainButton(tr("Cancel"))
        self.export_button = PrimaryButton(tr("Export"), "save")
        self.export_button.setDefault(True)
        self._arrange()
        self.path_field.set_path(path)
        self._connect()
        self._on_format_choice_changed()

    def _option_page(self, format: ExportFormat) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        boxes = self.option_boxes[format.name] = {}
        for option in format.options:
            boxes[option.name] = box = QCheckBox(tr(option.title))
            box.setToolTip(plain_tooltip(tr(option.hint)))
            column.addWidget(box)
        return page

    def _arrange(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self.filtered)
        rows.addWidget(self.everything)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = (
            (tr("Format"), self.format_choice),
            (tr("Rows"), None),
            (tr("File"), self.path_field),
        )
        for place, (title, field) in enumerate(fields):
            label = RowLabel(title)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            if field is None:
                grid.addLayout(rows, place, 1)
            else:
                label.setBuddy(field)
                grid.addWidget(field, place, 1)
        self.format_choice.setAccessibleName(tr("Format"))
        grid.addWidget(self._options, 3, 1)
        grid.addWidget(self.hint, 4, 1)
        grid.addWidget(self.mistake, 5, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        # Retain its size when hidden, so that the layout does not change when it appears.
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.format_choice.currentIndexChanged.connect(self._on_format_choice_changed)
        self.path_field.changed.connect(self._on_path_field_changed)
        self.export_button.clicked.connect(self._on_export_button_clicked)
        self.cancel_button.clicked.connect(self.reject)

    @property
    def format(self) -> ExportFormat:
        """The chosen format."""
        return self._formats[self.format_choice.currentIndex()]

    @Slot(object, object)
    def show_progress(self, done: int, total: int) -> None:
        """Show how many rows of all are done."""
        self.progress.setValue(done * _STEPS // max(total, 1))

    def show_mistake(self, sentence: str) -> None:
        """Show an error, and enable the fields again."""
        self._set_exporting(exporting=False)
        self.mistake.show_mistake(self.path_field.edit, sentence)

    def offer_replacing(self, sentence: str) -> None:
        """Say that the file exists, and let the user replace it or enter another name."""
        self._set_exporting(exporting=False)
        self._may_replace = True
        self.export_button.setText(tr("Replace"))
        self.mistake.show_mistake(
            self.path_field.edit, tr("{sentence} Replace it, or name another.", sentence=sentence)
        )

    def show_cancelled(self, sentence: str) -> None:
        """Enable the fields again after the export was cancelled."""
        self._set_exporting(exporting=False)
        self.hint.setText(sentence)

    def reject(self) -> None:
        """Cancel the running export, or close the dialog if there is none."""
        if self._is_exporting:
            self.cancel_requested.emit()
        else:
            super().reject()

    def _set_exporting(self, *, exporting: bool) -> None:
        self._is_exporting = exporting
        self.progress.setValue(0)
        self.progress.setVisible(exporting)
        for widget in (
            self.format_choice,
            self.everything,
            self.path_field,
            self._options,
            self.export_button,
        ):
            widget.setEnabled(not exporting)
        self.filtered.setEnabled(not exporting and self._is_filtered)
        (self.cancel_button if exporting else self.export_button).setFocus()

    @Slot()
    def _on_format_choice_changed(self) -> None:
        format = self.format
        path = self.path_field.path()
        if path is not None and path.suffix in {each.suffix for each in self._formats}:
            self.path_field.set_path(path.with_suffix(format.suffix))
        self._options.setCurrentIndex(self.format_choice.currentIndex())
        self.hint.setText(tr(format.hint))

    @Slot()
    def _on_path_field_changed(self) -> None:
        self._may_replace = False
        self.export_button.setText(tr("Export"))
        self.mistake.show_mistake(self.path_field.edit, "")

    @Slot()
    def _on_export_button_clicked(self) -> None:
        path = self.path_field.path()
        if path is None:
            self.show_mistake(tr("Name the file to write."))
            return
        replace = self._may_replace or self.path_field.is_confirmed
        self.mistake.show_mistake(self.path_field.edit, "")
        self._set_exporting(exporting=True)
        self.export_requested.emit(
            ExportChoice(
                format=self.format,
                everything=self.everything.isChecked(),
                path=path,
                replace=replace,
                options=frozenset(
                    name
                    for name, box in self.option_boxes[self.format.name].items()
                    if box.isChecked()
                ),
            )
        )
