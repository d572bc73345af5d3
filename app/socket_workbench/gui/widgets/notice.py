"""A bar with one message; an error is shown until the user closes it."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent
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


DURATION = 20_000
"""Milliseconds for which a success is shown."""


class Notice(QFrame):
    """A sentence with an icon and a close button; selectable. Hidden at first.

    Errors and information are shown until they are closed. A success goes by itself, later while
    the pointer is over it, and not while it has the focus.

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
        self._clock = QTimer(self, singleShot=True, interval=DURATION)
        self._clock.timeout.connect(self._on_clock_timeout)
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
        """Show for some time that an action has succeeded."""
        self._show("good", sentence)
        self._clock.start()

    def reword(self, sentence: str) -> None:
        """Replace the sentence that is shown; a screen reader does not read it again."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)

    def clear(self) -> None:
        """Remove the sentence."""
        self._clock.stop()
        self._words.clear()
        self.hide()
        self.shown_changed.emit(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is over it."""
        super().enterEvent(event)
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time later, if it goes by itself."""
        super().leaveEvent(event)
        if self.property("tone") == "good" and not self.isHidden():
            self._clock.start()

    def _show(self, tone: str, sentence: str) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self, self._words)
        self._clock.stop()
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

    @Slot()
    def _on_clock_timeout(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._clock.start()
        else:
            self.clear()
