"""A field for a time as people write it: `20 ms`, `1.5 s`, `90 min`, or `never`."""

from decimal import Decimal

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from socket_workbench.language import tr
from socket_workbench.scenarios.durations import (
    LONGEST,
    UNITS,
    DurationError,
    format_duration,
    parse_duration,
)

_FIRST = 1.0
"""Seconds that a step upwards from never leads to."""


class DurationField(QAbstractSpinBox):
    """Holds a time in seconds exactly as it was set: nothing is rounded, nothing cut.

    What cannot be read stays as it was typed; `mistake` says what is wrong with it.

    Args:
        never: the word for no time at all; empty when there has to be one.
        may_be_zero: whether no pause is a time.

    Signals:
        value_changed: a person has set another time, or something that is none.
    """

    value_changed = Signal()

    def __init__(
        self, never: str = "", *, may_be_zero: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._never = never
        self._may_be_zero = may_be_zero
        self._value: float | None = None if never else _FIRST
        self._mistake = ""
        self._show()
        self.editingFinished.connect(self._on_editing_finished)

    def value(self) -> float | None:
        """Return the time in seconds, None for never; while there is a mistake, the one before."""
        return self._value

    def mistake(self) -> str:
        """Return what is wrong with what was typed, as a sentence; empty when nothing is."""
        return self._mistake

    def set_value(self, seconds: float | None) -> None:
        """Show a time; any mistake is forgotten.

        Raises:
            ValueError: nobody could write this time.
        """
        if seconds is not None and not 0 <= seconds <= LONGEST:
            raise ValueError(seconds)
        self._value = seconds
        self._mistake = ""
        self._show()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed: it is looked at when the field is left."""
        return QValidator.State.Acceptable, text, position

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Allow steps in both directions."""
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepNone if self.isReadOnly() else flags.StepUpEnabled | flags.StepDownEnabled

    def stepBy(self, steps: int) -> None:
        """Go so many units up or down, in the unit that is shown; below zero is never."""
        self._read()
        if self._value is None:
            stepped = _FIRST if steps > 0 else None
        else:
            amount, unit = format_duration(self._value).split()
            more = Decimal(amount) + steps
            stepped = min(float(more * UNITS[unit]), LONGEST) if more >= 0 else None
        is_time = stepped is not None and (stepped > 0 or self._may_be_zero)
        if is_time or (stepped is None and self._never):
            self._take(stepped)
        self.lineEdit().selectAll()

    def sizeHint(self) -> QSize:
        """Ask for the room of a usual time."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask for the room of a usual time and the arrows."""
        hint = super().minimumSizeHint()
        text = self.fontMetrics().horizontalAdvance("1,000.0 min")
        return QSize(max(hint.width(), text), hint.height())

    def _show(self) -> None:
        text = self._never if self._value is None else format_duration(self._value)
        self.lineEdit().setText(text)
        self.lineEdit().setCursorPosition(0)

    def _take(self, value: float | None) -> None:
        is_new = value != self._value or bool(self._mistake)
        self.set_value(value)
        if is_new:
            self.value_changed.emit()

    def _read(self) -> None:
        """Take what was typed."""
        text = self.lineEdit().text().strip()
        if self._never and text in ("", self._never):
            self._take(None)
            return
        try:
            # A bare number is seconds.
            value = parse_duration(f"{text} s" if text[-1:].isdigit() else text)
        except DurationError as error:
            self._refuse(str(error))
            return
        if value == 0 and not self._may_be_zero:
            self._refuse(tr("'{text}' is no time; write 1s or more.", text=text))
        else:
            self._take(value)

    def _refuse(self, sentence: str) -> None:
        if sentence != self._mistake:
            self._mistake = sentence
            self.value_changed.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        self._read()
