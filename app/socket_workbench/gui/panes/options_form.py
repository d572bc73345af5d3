"""The fields behind "More": what is seldom set, out of sight until it is wanted."""

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.panes.duration_field import DurationField
from socket_workbench.gui.panes.number_field import NumberField
from socket_workbench.gui.panes.option_fields import (
    ChoiceOption,
    FlagOption,
    NumberOption,
    Option,
    SecondsOption,
    TextOption,
    Value,
)
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labelled_field import LabelledField
from socket_workbench.gui.widgets.mistake import MistakeLabel, mark_mistake
from socket_workbench.gui.widgets.more_button import MoreButton

_TEXT_WIDTH = 128
_NUMBER_WIDTH = 96
_INDENT = 6


class OptionsForm(QWidget):
    """A form that opens and closes.

    Args:
        options: the fields, from `option_fields`.
        values: what stands in them, by name; each option has one.

    Attributes:
        more_button: opens and closes the form. Whoever places the form places the button, in the
            row above it.

    Signals:
        values_changed: a person has set an option.
    """

    values_changed = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        values: Mapping[str, Value],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = list(options)
        self._fields: dict[str, QWidget] = {}
        self.more_button = MoreButton()
        self._mistake = MistakeLabel()
        rows = QWidget()
        self._flow = FlowLayout(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(rows)
        column.addWidget(self._mistake)
        for option in self._options:
            field = self._build(option)
            field.setToolTip(plain_tooltip(option.help))
            self._fields[option.name] = field
        self.set_values(values)
        self._settled = self.values()
        self.setVisible(False)
        self.more_button.toggled.connect(self.setVisible)

    def values(self) -> dict[str, Value]:
        """Return what is set, by name."""
        return {option.name: self._value_of(option) for option in self._options}

    def mistake(self) -> str:
        """Return the sentence shown below the fields; empty when there is none."""
        return self._mistake.text()

    def set_values(self, values: Mapping[str, Value]) -> None:
        """Put values into their fields; names that are not given stay as they are.

        Raises:
            ValueError: an option cannot have this value.
        """
        for option in self._options:
            if option.name in values:
                field = self._fields[option.name]
                with QSignalBlocker(field):
                    self._put(option, field, values[option.name])
        self._settled = self.values()
        self._show_mistakes()

    def _build(self, option: Option) -> QWidget:
        match option:
            case NumberOption():
                return self._build_number(option)
            case SecondsOption():
                return self._build_seconds(option)
            case FlagOption():
                return self._build_flag(option)
            case TextOption():
                return self._build_text(option)
            case ChoiceOption():
                return self._build_choice(option)

    def _build_number(self, option: NumberOption) -> QWidget:
        field = NumberField()
        field.setRange(option.least - bool(option.none_words), option.most)
        field.setSuffix(option.suffix)
        field.setSpecialValueText(option.none_words or option.least_words)
        field.setKeyboardTracking(False)
        field.setGroupSeparatorShown(True)
        field.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        field.valueChanged.connect(self._on_field_edited)
        return self._place(option.title, field)

    def _build_seconds(self, option: SecondsOption) -> QWidget:
        field = DurationField(option.never, may_be_zero=option.may_be_zero)
        field.value_changed.connect(self._on_duration_field_value_changed)
        return self._place(option.title, field)

    def _build_flag(self, option: FlagOption) -> QWidget:
        field = QCheckBox(option.title)
        field.clicked.connect(self._on_field_edited)
        self._flow.addWidget(field)
        return field

    def _build_text(self, option: TextOption) -> QWidget:
        field = QLineEdit()
        field.setProperty("type", "mono")
        field.setPlaceholderText(option.empty_words)
        field.setFixedWidth(_TEXT_WIDTH)
        field.editingFinished.connect(self._on_field_edited)
        self._flow.addWidget(LabelledField(option.title, field))
        return field

    def _build_choice(self, option: ChoiceOption) -> QWidget:
        field = QComboBox()
        for value, words in option.choices:
            field.addItem(words, value)
        field.currentIndexChanged.connect(self._on_field_edited)
        self._flow.addWidget(LabelledField(option.title, field))
        return field

    def _place(self, title: str, field: QAbstractSpinBox) -> QWidget:
        field.setMinimumWidth(_NUMBER_WIDTH)
        # The stylesheet's padding does not reach the line inside.
        field.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
        self._flow.addWidget(LabelledField(title, field))
        return field

    def _value_of(self, option: Option) -> Value:
        field = self._fields[option.name]
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, QLineEdit):
            return field.text().strip()
        if isinstance(field, DurationField):
            return field.value()
        if isinstance(field, QComboBox):
            return cast("Value", field.currentData())
        if not isinstance(field, QSpinBox):
            return None
        none = isinstance(option, NumberOption) and option.none_words
        return None if none and field.value() == field.minimum() else field.value()

    @staticmethod
    def _put(option: Option, field: QWidget, value: Value) -> None:
        if isinstance(field, QCheckBox):
            field.setChecked(bool(value))
        elif isinstance(field, QLineEdit):
            field.setText(str(value or ""))
        elif isinstance(field, DurationField):
            field.set_value(None if value is None else float(value))
        elif isinstance(field, QComboBox):
            values = [field.itemData(place) for place in range(field.count())]
            if value not in values:
                raise ValueError(f"{option.name}: {value}")
            field.setCurrentIndex(values.index(value))
        elif isinstance(field, QSpinBox) and isinstance(option, NumberOption):
            if value is None and option.none_words:
                field.setValue(field.minimum())
                return
            # The field would take the nearest one instead, or none that is far too large.
            if not isinstance(value, int) or not option.least <= value <= option.most:
                raise ValueError(f"{option.name}: {value}")
            field.setValue(value)

    def _on_field_edited(self) -> None:
        if self.values() != self._settled:
            self._settled = self.values()
            self.values_changed.emit()

    def _on_duration_field_value_changed(self) -> None:
        self._show_mistakes()
        self._on_field_edited()

    def _show_mistakes(self) -> None:
        sentences = []
        for field in self._fields.values():
            if isinstance(field, DurationField):
                mark_mistake(field, field.mistake())
                sentences += [field.mistake()] if field.mistake() else []
        self._mistake.setText(" ".join(sentences))
        self._mistake.setVisible(bool(sentences))
