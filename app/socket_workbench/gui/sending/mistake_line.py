"""The error line of a send bar, which moves nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.mistake import mark_mistake, reveal
from socket_workbench.gui.widgets.notice_line import NoticeLine


class MistakeLine(NoticeLine):
    """An error line that covers what is above a send bar, as wide as the bar.

    Args:
        bar: the bar. The line becomes a child of its parent when it is shown; the bar must have
            one then.
    """

    def __init__(self, bar: QWidget) -> None:
        super().__init__(bar)
        self._bar = bar
        self._field: QWidget | None = None
        # After the layouts and the scroll areas have been updated.
        self._revealing = QTimer(self, singleShot=True, interval=0)
        self._revealing.timeout.connect(self._on_revealing_timeout)
        self.shown_changed.connect(self._on_shown_changed)
        bar.installEventFilter(self)

    def show_mistake(self, field: QWidget, sentence: str) -> None:
        """Mark the field and show the sentence; an empty sentence removes both."""
        if self._field is not None and self._field is not field:
            mark_mistake(self._field, "")
        self._field = field
        mark_mistake(field, sentence)
        if not sentence:
            self.clear()
            return
        self._enter()
        self.show_error(sentence)
        self._reveal()

    def show_hint(self, sentence: str) -> None:
        """Show a sentence about something that is no error; no field is marked."""
        if self._field is not None:
            mark_mistake(self._field, "")
        self._enter()
        self.show_info(sentence)
        self._reveal()

    def _enter(self) -> None:
        around = self._bar.parentWidget()
        if self.parentWidget() is not around:
            self.setParent(around)

    def _reveal(self) -> None:
        self._place()
        self._revealing.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the bar."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def _place(self) -> None:
        if not self.isHidden():
            top = QPoint(self._bar.x(), self._bar.y() - self.sizeHint().height())
            self.setGeometry(top.x(), top.y(), self._bar.width(), self.sizeHint().height())
            self.raise_()

    @Slot(bool)
    def _on_shown_changed(self, shown: bool) -> None:
        if not shown and self._field is not None:
            # The user may have closed it.
            mark_mistake(self._field, "")

    @Slot()
    def _on_revealing_timeout(self) -> None:
        if self.isVisible():
            reveal(self)
