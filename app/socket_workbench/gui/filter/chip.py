"""A chip that shows one restriction of the filter and removes it when pressed."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from socket_workbench.gui.filter.parts import FilterPart
from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_title, plain_tooltip
from socket_workbench.language import tr

_LONGEST = 32


class FilterChip(QToolButton):
    """A button with the restriction's title and a cross; a click anywhere removes it.

    Signals:
        removed(object): it was pressed; carries the `Filter` without this restriction.
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
        # The icon is at the right of the text.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setProperty("rank", "plain")
        self.setProperty("size", "small")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Remove filter: {title}", title=title))
        self.setToolTip(plain_tooltip(tr("Remove filter: {title}", title=title)))
        self.clicked.connect(self._on_clicked)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        side = round(self.fontMetrics().height() * 0.8)
        self.setIconSize(QSize(side, side))

    @Slot()
    def _on_clicked(self) -> None:
        self.removed.emit(self._part.rest)
