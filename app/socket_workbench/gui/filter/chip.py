"""A restriction of the filter as a chip that takes it away."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from socket_workbench.gui.filter.parts import FilterPart
from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_title, plain_tooltip
from socket_workbench.language import tr

_LONGEST = 32


class FilterChip(QToolButton):
    """Says what is restricted, with a cross; pressing it anywhere takes it away.

    Signals:
        removed(object): the `Filter` that is left.
    """

    removed = Signal(object)

    def __init__(self, part: FilterPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        title = part.title
        shown = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
        self.setText(plain_title(shown))
        self.setIcon(icon("x", "dim"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # The cross stands behind the words.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setProperty("rank", "plain")
        self.setProperty("size", "small")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Remove filter: {title}", title=title))
        self.setToolTip(plain_tooltip(tr("Remove filter: {title}", title=title)))
        self.clicked.connect(self._on_clicked)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        side = round(self.fontMetrics().height() * 0.8)
        self.setIconSize(QSize(side, side))

    @Slot()
    def _on_clicked(self) -> None:
        self.removed.emit(self._part.rest)
