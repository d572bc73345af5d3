"""The fields of `OptionsForm`: each holds one value of the option table."""

from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLineEdit, QWidget

from socket_workbench.language import tr
from socket_workbench.payload.harmless import brief
from socket_workbench.sockets.option_kinds import Flag, Kind, Scale


class _Written:
    """Holds a value as it was set, beside the line in which it is written."""

    def _hold(self, kind: Kind, value: object, line: QLineEdit) -> None:
        self._kind = kind
        self._value = value
        self._mistake = ""
        self._line = line
        line.setPlaceholderText(tr(kind.blank))
        self._show()

    def value(self) -> object:
        """Return the value; while there is a mistake, the one before."""
        return self._value

    def mistake(self) -> str:
        """Return what is wrong with what was typed, as a sentence; empty when nothing is."""
        return self._mistake

    def set_value(self, value: object) -> None:
        """Show a value of the kind; any mistake is forgotten."""
        self._value = value
        self._mistake = ""
        self._show()

    def _show(self) -> None:
        kind = self._kind
        is_word = bool(kind.word) and self._value == kind.meaning
        self._line.setText(tr(kind.word) if is_word else kind.spell(self._value))
        self._line.setCursorPosition(0)

    def _take(self, value: object) -> None:
        is_new = value != self._value or bool(self._mistake)
        self.set_value(value)
        if is_new:
            self._tell()

    def _tell(self) -> None:
        """Emit `value_changed`; a mixin has no signals of its own."""
        raise NotImplementedError

    def _read(self) -> None:
        """Take what was typed; an empty field stands for the word."""
        text = self._line.text().strip()
        try:
            value = self._kind.read(text or self._kind.word)
        except ValueError as error:
            sentence = brief(str(error))
            if sentence != self._mistake:
                self._mistake = sentence
                self._tell()
            return
        self._take(value)


class ScaleField(_Written, QAbstractSpinBox):
    """A number as people write it: `20 ms`, `256 KiB`, `system`.

    It is held exactly as it was set: nothing is rounded or cut. What cannot be read stays as it was
    typed, and the value stays the one before; `mistake` says what is wrong.

    Args:
        kind: reads and writes the values.
        value: the first one.

    Signals:
        value_changed: a person has set another value, or something that is none.
    """

    value_changed = Signal()

    def __init__(self, kind: Scale, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = kind
        self._hold(kind, value, self.lineEdit())
        self.editingFinished.connect(self._on_editing_finished)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed: it is read when the field is left."""
        return QValidator.State.Acceptable, text, position

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Allow steps in both directions."""
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepNone if self.isReadOnly() else flags.StepUpEnabled | flags.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        """Go so many units up or down, in the unit that is shown."""
        self._read()
        self._take(self._scale.step(self._value, steps))
        self.lineEdit().selectAll()

    def sizeHint(self) -> QSize:
        """Ask for the room of a usual value."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of a usual value and the arrows."""
        hint = super().minimumSizeHint()
        text = self.fontMetrics().horizontalAdvance("1000.0 min")
        return QSize(max(hint.width(), text), hint.height())

    def _tell(self) -> None:
        self.value_changed.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        self._read()


class TextField(_Written, QLineEdit):
    """A value that is text; the rest is as for `ScaleField`."""

    value_changed = Signal()

    def __init__(self, kind: Kind, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hold(kind, value, self)
        self.setProperty("type", "mono")
        self.editingFinished.connect(self._on_editing_finished)

    def _tell(self) -> None:
        self.value_changed.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        self._read()


class FlagField(QCheckBox):
    """Yes or no; the methods are as for `ScaleField`, but there are no mistakes."""

    value_changed = Signal()

    def __init__(self, title: str, value: object, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.set_value(value)
        self.clicked.connect(self.value_changed)

    def value(self) -> object:
        """See `ScaleField.value`."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """See `ScaleField.set_value`."""
        self.setChecked(bool(value))

    def mistake(self) -> str:
        """See `ScaleField.mistake`."""
        return ""


class ChoiceField(QComboBox):
    """Yes, no, or None as a word of the kind; the methods are as for `FlagField`."""

    value_changed = Signal()

    def __init__(self, kind: Flag, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem(tr(kind.word_title), None)
        self.addItem(tr("yes"), True)
        self.addItem(tr("no"), False)
        self.set_value(value)
        self.currentIndexChanged.connect(self.value_changed)

    def value(self) -> object:
        """See `ScaleField.value`."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """See `ScaleField.set_value`."""
        values = [self.itemData(place) for place in range(self.count())]
        with QSignalBlocker(self):
            self.setCurrentIndex(values.index(value))

    def mistake(self) -> str:
        """See `ScaleField.mistake`."""
        return ""
