"""The fields of `OptionsForm`: each edits one option of the option table."""

from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.number_field import indent_text
from socket_workbench.language import tr
from socket_workbench.payload.harmless import brief
from socket_workbench.sockets.call_choice import RECEIVING, SENDING, CallChoice
from socket_workbench.sockets.option_kinds import Kind, Scale


class _Written:
    """A mixin that keeps the exact value next to its text in a line edit."""

    def _hold(self, kind: Kind, value: object, line: QLineEdit) -> None:
        self._kind = kind
        self._value = value
        self._mistake = ""
        self._line = line
        line.setPlaceholderText(tr(kind.blank))
        self._show()

    def value(self) -> object:
        """Return the last valid value."""
        return self._value

    def mistake(self) -> str:
        """Return the error in the text as a sentence; empty if it is valid."""
        return self._mistake

    def set_value(self, value: object) -> None:
        """Set the value, and clear any error."""
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
        """Read the text; an empty field means the kind's word."""
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
    """A spin box for a number with a unit or a word: `20 ms`, `256 KiB`, `system`.

    Values are neither rounded nor clipped. A text that cannot be read is left as it is, and `value`
    returns the last valid value; `mistake` returns the error.

    Args:
        kind: parses and formats the values.
        value: the initial value.

    Signals:
        value_changed: the user has entered another value, or an invalid text.
    """

    value_changed = Signal()

    def __init__(self, kind: Scale, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = kind
        indent_text(self)
        self._hold(kind, value, self.lineEdit())
        self.editingFinished.connect(self._on_editing_finished)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept any text: it is read when the field is left."""
        return QValidator.State.Acceptable, text, position

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Allow steps in both directions unless the field is read-only."""
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepNone if self.isReadOnly() else flags.StepUpEnabled | flags.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        """Step the value up or down, in the unit that is shown."""
        self._read()
        self._take(self._scale.step(self._value, steps))
        self.lineEdit().selectAll()

    def sizeHint(self) -> QSize:
        """Return the minimum size."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return a size for a usual value and the arrows."""
        hint = super().minimumSizeHint()
        text = self.fontMetrics().horizontalAdvance("1000.0 min")
        return QSize(max(hint.width(), text), hint.height())

    def _tell(self) -> None:
        self.value_changed.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        self._read()


class TextField(_Written, QLineEdit):
    """A line edit for a text; its methods are those of `ScaleField`."""

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
    """A check box; its methods are those of `ScaleField`, without errors."""

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


class ChoiceField(Combo):
    """A combo box of the choices of a kind; its methods are those of `FlagField`."""

    value_changed = Signal()

    def __init__(self, kind: Kind, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for title, choice in kind.choices():
            self.addItem(title, choice)
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


class CallsField(QWidget):
    """Two combo boxes, for the call that receives and the one that sends.

    Its methods are those of `FlagField`.
    """

    value_changed = Signal()

    def __init__(self, value: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.receiving = _calls(RECEIVING, tr("Call that receives"), tr("receive: auto"))
        self.sending = _calls(SENDING, tr("Call that sends"), tr("send: auto"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.setFocusProxy(self.receiving)
        for each in (self.receiving, self.sending):
            row.addWidget(each)
            each.currentIndexChanged.connect(self.value_changed)
        self.set_value(value)

    def value(self) -> object:
        """See `ScaleField.value`."""
        return CallChoice(self.receiving.currentData(), self.sending.currentData())

    def set_value(self, value: object) -> None:
        """See `ScaleField.set_value`."""
        chosen = value if isinstance(value, CallChoice) else CallChoice()
        for box, name in ((self.receiving, chosen.receive), (self.sending, chosen.send)):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(name))

    def mistake(self) -> str:
        """See `ScaleField.mistake`."""
        return ""


def _calls(names: tuple[str, ...], title: str, auto: str) -> Combo:
    box = Combo()
    box.setAccessibleName(title)
    box.addItem(auto, "")
    for name in names:
        box.addItem(f"{name}()", name)
    return box
