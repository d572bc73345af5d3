"""A bar with one message, shown until the user closes it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from socket_workbench.gui.looks.stylesheet import restyle
from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.labels import ThemedSign, WrappedLabel
from socket_workbench.language import tr

_ICONS = {
    "error": ("circle-alert", "error"),
    "info": ("info", "dim"),
    "good": ("circle-check", "open"),
}


class Notice(QFrame):
    """A sentence with an icon and a close button; selectable. Hidden at first.

    Signals:
        closed: the user has closed it.
        shown_changed: a sentence is shown now, or no longer.
    """

    closed = Signal()
    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "notice")
        self.setProperty("tone", "info")
        self._sign = ThemedSign(*_ICONS["info"])
        self._words = WrappedLabel()
        self._close = IconButton("x", tr("Close this notice"), small=True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.clicked.connect(self.close_notice)
        self.hide()

    def text(self) -> str:
        """Return the sentence; empty if none is shown."""
        return self._words.text()

    def make_dense(self) -> None:
        """Leave narrow margins: one line of text is as high as a status line."""
        self._row.setContentsMargins(8, 4, 4, 4)

    def show_error(self, sentence: str) -> None:
        """Show an error."""
        self._show("error", sentence)

    def show_info(self, sentence: str) -> None:
        """Show information."""
        self._show("info", sentence)

    def show_success(self, sentence: str) -> None:
        """Show that an action has succeeded."""
        self._show("good", sentence)

    def reword(self, sentence: str) -> None:
        """Replace the sentence that is shown; a screen reader does not read it again."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)

    def clear(self) -> None:
        """Remove the sentence."""
        self._words.clear()
        self.hide()
        self.shown_changed.emit(False)

    def _show(self, tone: str, sentence: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self, self._words)
        self._sign.show_icon(*_ICONS[tone])
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self._announce()
        self.shown_changed.emit(True)

    def _announce(self) -> None:
        """Let a screen reader read the sentence, wherever the focus is."""
        # Import late: PySide6 creates many Python objects for the enums of this class.
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        event = QAccessibleEvent(self, QAccessible.Event.Alert)
        QAccessible.updateAccessibility(event)

    @Slot()
    def close_notice(self) -> None:
        """Remove the sentence, as its close button does."""
        self.clear()
        self.closed.emit()
