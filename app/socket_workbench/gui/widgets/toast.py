"""A message over the foot of a window, with a button, that moves nothing."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import IconButton, QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.language import tr

DURATION = 10_000
"""Milliseconds for which a message is shown."""

_MARGIN = 16


class Toast(QFrame):
    """Shows one message for some seconds, longer while the pointer is over it.

    It is a child of the window, above its other widgets, and takes no room in any layout.

    Args:
        window: the window.
        action: the text of its button.

    Signals:
        action_requested: the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, window: QWidget, action: str) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("looks", "toast")
        self._words = ElidedLabel("")
        self.button = QuietButton(action)
        close = IconButton("x", tr("Close this message"), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.button)
        row.addWidget(close)
        self._clock = QTimer(self, singleShot=True, interval=DURATION)
        self._clock.timeout.connect(self.hide)
        self.button.clicked.connect(self._on_button_clicked)
        close.clicked.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def show_message(self, sentence: str) -> None:
        """Show a sentence."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()

    def text(self) -> str:
        """Return the sentence shown last."""
        return self._words.text()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is over it."""
        super().enterEvent(event)
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go some seconds later."""
        super().leaveEvent(event)
        self._clock.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the foot of the window."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        within = self._window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -3 * _MARGIN)
        self.resize(min(self.sizeHint().width(), within.width()), self.sizeHint().height())
        self.move(within.center().x() - self.width() // 2, within.bottom() - self.height())

    def _on_button_clicked(self) -> None:
        self.hide()
        self.action_requested.emit()
