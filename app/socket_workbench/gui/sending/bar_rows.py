"""The layout of a send bar: one row where it is wide, two where it is narrow."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.sending.input import MessageInput
from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.gui.widgets.buttons import RankedButton

_FIELD_CHARACTERS = 12
"""The characters of a message that are visible before Send becomes an icon."""

_LEAST_CHARACTERS = 8
"""The characters of a message that are visible before anything moves to a second row."""

_TOP = Qt.AlignmentFlag.AlignTop


class BarRows:
    """Places the field, its tools, Send, and the choice of the receivers.

    Args:
        column: the layout of the bar, to which the rows are added.
        field: the field.
        tools: the tools beside it.
        send: the button.
    """

    def __init__(
        self, column: QVBoxLayout, field: MessageInput, tools: SendTools, send: RankedButton
    ) -> None:
        self._field, self._tools, self._send = field, tools, send
        self._target: QWidget | None = None
        self._row, self._second_row = QHBoxLayout(), QHBoxLayout()
        for row in (self._row, self._second_row):
            row.setSpacing(8)
            column.addLayout(row)
        self._row.addWidget(field, 1)
        self._row.addWidget(tools, 0, _TOP)
        self._row.addWidget(send, 0, _TOP)

    def set_target(self, target: QWidget) -> None:
        """Add the widget that chooses the receivers, at the left."""
        self._target = target
        self._row.insertWidget(0, target, 0, _TOP)

    def least_width(self) -> int:
        """Return the width of two rows."""
        beside = (
            self._field_width(_FIELD_CHARACTERS) // 2 + 8 + self._send.minimumSizeHint().width()
        )
        return max(beside, self._tools_width())

    def fit(self, width: int) -> None:
        """Make Send an icon, or move all but the field and Send to the second row, as needed."""
        beside = self._tools_width() + 16
        usual = beside + self._field_width(_FIELD_CHARACTERS)
        wide = width >= usual + self._send.width_with_text()
        self._send.set_compact(not wide, "send")
        least = beside + self._field_width(_LEAST_CHARACTERS) + self._send.sizeHint().width()
        self._use_one_row(wide or width >= least)

    def _field_width(self, characters: int) -> int:
        return self._field.current().fontMetrics().averageCharWidth() * characters

    def _tools_width(self) -> int:
        target = self._target.sizeHint().width() + 8 if self._target is not None else 0
        return target + self._tools.sizeHint().width()

    def _use_one_row(self, one: bool) -> None:
        if one == (self._row.indexOf(self._tools) >= 0):
            return
        old, new = (self._second_row, self._row) if one else (self._row, self._second_row)
        moved = [each for each in (self._target, self._tools) if each is not None]
        for widget in moved:
            old.removeWidget(widget)
        if self._target is not None:
            new.insertWidget(0, self._target, 0, _TOP)
        place = new.count() - 1 if one else new.count()
        new.insertWidget(place, self._tools, 0 if one else 1, _TOP)
