"""A row of chips, one for each restriction of the filter, and the error message of the field."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.filter.chip import FilterChip
from socket_workbench.gui.filter.parts import FilterPart
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.mistake import MistakeLabel


class FilterChips(QWidget):
    """Shows chips or an error message.

    Signals:
        chosen(object): a chip was pressed; carries the `Filter` without its restriction.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mistake = MistakeLabel(self)
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, 8)
        self._row.hide()
        self._shown: list[FilterChip] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.mistake)
        layout.addWidget(self._row)
        self.hide()

    @property
    def is_needed(self) -> bool:
        """Whether there is a chip or an error to show."""
        return bool(self._shown) or bool(self.mistake.text())

    def chips(self) -> list[FilterChip]:
        """Return the chips from left to right."""
        return list(self._shown)

    def show_parts(self, parts: Sequence[FilterPart]) -> bool:
        """Show a chip for each part; return whether a chip had the focus and none is left."""
        had_focus = any(chip.hasFocus() for chip in self._shown)
        for chip in self._shown:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._shown.clear()
        for part in parts:
            chip = FilterChip(part, self._row)
            chip.removed.connect(self.chosen)
            self._flow.addWidget(chip)
            if self._shown:
                QWidget.setTabOrder(self._shown[-1], chip)
            self._shown.append(chip)
        self._row.setVisible(bool(parts))
        self._show_if_needed()
        if had_focus and self._shown:
            self._shown[0].setFocus()
        return had_focus and not self._shown

    def show_mistake(self, field: QWidget, sentence: str) -> None:
        """Show an error in the field's text; an empty sentence hides it."""
        self.mistake.show_mistake(field, sentence)
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        self.setVisible(self.is_needed)
