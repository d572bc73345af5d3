"""A part of the window that can be moved, floated and hidden."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from socket_workbench.language import tr

_GRIP = 8
_MARGIN = 2


class WorkDock(QDockWidget):
    """A dock with a thin grip for a title, so that the cards keep the room.

    Drag the grip to move the dock, double-click it to float it; floating it has the system's frame.
    """

    def __init__(self, name: str, title: str, content: QWidget, parent: QWidget) -> None:
        """Make a dock.

        Args:
            name: its key in the remembered arrangement.
            title: what it is called in the View menu and its frame.
            content: what it holds.
            parent: the main window.
        """
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._grip = QWidget()
        self._grip.setFixedHeight(_GRIP)
        self._grip.setCursor(Qt.CursorShape.SizeAllCursor)
        self._grip.setToolTip(tr("Drag to move, double-click to float"))
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.addWidget(content)
        self.setWidget(holder)
        self.setTitleBarWidget(self._grip)
        self.topLevelChanged.connect(self._on_top_level_changed)

    def _on_top_level_changed(self, floating: bool) -> None:
        # Qt takes None for its own title bar; PySide6's stubs do not know that.
        self.setTitleBarWidget(None if floating else self._grip)  # type: ignore[arg-type]
        self._grip.setVisible(not floating)
