"""Marks a field whose content is invalid, with a sentence below that says why."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from socket_workbench.gui.looks.stylesheet import restyle
from socket_workbench.gui.widgets.labels import WrappedLabel


class MistakeLabel(WrappedLabel):
    """The error message below a field; hidden while empty.

    In a scroll area, it is scrolled into view when it appears.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "mistake", parent)
        # Scroll after the layouts and the scroll area have been updated.
        self._revealing = QTimer(self, singleShot=True, interval=0)
        self._revealing.timeout.connect(self._on_revealing_timeout)
        self.hide()

    def show_mistake(self, field: QWidget, sentence: str) -> None:
        """Mark the field and show the sentence; an empty sentence removes both."""
        mark_mistake(field, sentence)
        self.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            self._revealing.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll into view again if the number of lines has grown."""
        super().resizeEvent(event)
        if self.text():
            self._revealing.start()

    @Slot()
    def _on_revealing_timeout(self) -> None:
        if self.isVisible():
            reveal(self)


def reveal(widget: QWidget) -> None:
    """Scroll all scroll areas around a widget so that it is visible."""
    ancestor = widget.parentWidget()
    while ancestor is not None:
        if isinstance(ancestor, QScrollArea):
            ancestor.ensureWidgetVisible(widget, 0, 0)
        ancestor = ancestor.parentWidget()


def mark_mistake(field: QWidget, sentence: str) -> None:
    """Set the error border and the accessible description of a field; empty removes them."""
    if bool(field.property("mistaken")) == bool(sentence):
        field.setAccessibleDescription(sentence)
        return
    field.setAccessibleDescription(sentence)
    field.setProperty("mistaken", bool(sentence))
    restyle(field)
