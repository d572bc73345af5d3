"""The form of a dialogue's parameters."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from socket_workbench.dialogues.registry import DialogueKind, Parameter
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import LabelledField
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import LONGEST, WholeLine, too_long, utf16_length
from socket_workbench.language import tr, trn

_FIELD_WIDTH = 200


class DialogueParameters(QWidget):
    """One field for each parameter: a line edit for text, a check box for a boolean.

    Values are checked by the dialogue itself when a field is left; errors are shown below. A text
    that is too long for a line edit cannot be edited here and stays unchanged.

    Signals:
        parameters_changed: the user has changed a value.
    """

    parameters_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: DialogueKind | None = None
        self._fields: dict[str, WholeLine | QCheckBox] = {}
        self._settled: dict[str, str | bool] = {}
        self._too_long: dict[str, str] = {}
        self._row: QWidget | None = None
        self._mistake = MistakeLabel()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._mistake)
        self.hide()

    def show_kind(self, kind: DialogueKind, values: Mapping[str, str | bool]) -> None:
        """Show the fields of a dialogue with these values; hide the form if there are none."""
        if kind is not self._kind:
            self._build_fields(kind)
        for parameter in kind.parameters:
            field = self._fields[parameter.name]
            value = values.get(parameter.name, parameter.default)
            if isinstance(field, QCheckBox):
                field.setChecked(bool(value))
            else:
                self._show_text(parameter.name, field, str(value))
        self._settled = self.values()
        self._check()
        self.setVisible(bool(kind.parameters))

    def values(self) -> dict[str, str | bool]:
        """Return the values of the fields, by parameter name."""
        return {
            name: field.isChecked() if isinstance(field, QCheckBox) else field.text()
            for name, field in self._fields.items()
        } | self._too_long

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._mistake.text()

    def _show_text(self, name: str, field: WholeLine, text: str) -> None:
        is_too_long = utf16_length(text) > LONGEST
        if is_too_long:
            self._too_long[name] = text
        else:
            self._too_long.pop(name, None)
        field.setText("" if is_too_long else text)
        if len(text) * field.fontMetrics().averageCharWidth() > _FIELD_WIDTH:
            # Otherwise its end would be shown, which says less than its beginning.
            field.setCursorPosition(0)
        field.setReadOnly(is_too_long)
        words = trn("{count:,} character", "{count:,} characters", len(text)) if is_too_long else ""
        field.setPlaceholderText(words)

    def _build_fields(self, kind: DialogueKind) -> None:
        if self._row is not None:
            self._column.removeWidget(self._row)
            self._row.deleteLater()
        self._kind = kind
        self._fields = {}
        self._too_long = {}
        fields = [self._field_of(parameter) for parameter in kind.parameters]
        if len(fields) == 1:
            # It has the whole width.
            self._row = fields[0]
        else:
            self._row = QWidget()
            flow = FlowLayout(self._row)
            for field in fields:
                flow.addWidget(field)
        self._column.insertWidget(0, self._row)

    def _field_of(self, parameter: Parameter) -> QWidget:
        title = tr(parameter.title)
        if isinstance(parameter.default, bool):
            box = QCheckBox(title)
            box.clicked.connect(self._on_field_changed)
            self._fields[parameter.name] = box
            return box
        line = WholeLine()
        line.refused.connect(self._on_line_refused, Qt.ConnectionType.QueuedConnection)
        line.setProperty("type", "mono")
        line.setMinimumWidth(_FIELD_WIDTH)
        line.editingFinished.connect(self._on_field_changed)
        self._fields[parameter.name] = line
        return LabelledField(title, line)

    def _on_line_refused(self) -> None:
        self._show_mistake(too_long())

    def _on_field_changed(self) -> None:
        if self.values() == self._settled:
            return
        self._settled = self.values()
        self._check()
        self.parameters_changed.emit()

    def _check(self) -> None:
        sentence = ""
        if self._kind is not None:
            try:
                self._kind.build(self.values())
            except ValueError as error:
                sentence = str(error)
        self._show_mistake(sentence)

    def _show_mistake(self, sentence: str) -> None:
        self._mistake.setText(sentence)
        self._mistake.setVisible(bool(sentence))
