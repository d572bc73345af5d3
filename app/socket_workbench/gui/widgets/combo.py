"""A combo box whose text is elided where it does not fit."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QToolTip

from socket_workbench.gui.looks.plain import plain_tooltip

_MOST_AROUND = 3
"""How much width the style takes for frame and arrow at most, in heights of a line."""
_ICON_GAP = 4


class Combo(QComboBox):
    """A combo box that elides its text; the tooltip shows all of it, unless there is another one.

    With a stylesheet, Qt clips the text instead.
    """

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Elide the text."""
        super().initStyleOption(option)
        option.currentText = self._elided(option)

    def is_cut(self) -> bool:
        """Return whether the text does not fit."""
        option = QStyleOptionComboBox()
        super().initStyleOption(option)
        return self._elided(option) != option.currentText

    def event(self, event: QEvent) -> bool:
        """Show the whole text in the tooltip."""
        if not isinstance(event, QHelpEvent) or event.type() is not QEvent.Type.ToolTip:
            return super().event(event)
        if self.toolTip() or not self.is_cut():
            return super().event(event)
        QToolTip.showText(event.globalPos(), plain_tooltip(self.currentText()))
        return True

    def _elided(self, option: QStyleOptionComboBox) -> str:
        metrics, text = self.fontMetrics(), option.currentText
        icon = 0 if option.currentIcon.isNull() else option.iconSize.width() + _ICON_GAP
        around = _MOST_AROUND * metrics.height() + icon
        if metrics.horizontalAdvance(text) + around <= option.rect.width():
            return text
        # Imported late: PySide6 creates 600 Python objects for the enums of this class.
        from PySide6.QtWidgets import QStyle

        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width() - 2 - icon)
