"""The dock widgets of the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from socket_workbench.language import tr

_GRIP = 8
_MARGIN = 2


class WorkDock(QDockWidget):
    """A dock widget with a thin grip instead of a title bar.

    Dragging the grip moves the dock, double-clicking it floats the dock; a floating dock has the
    window system's frame.
    """

    def __init__(self, name: str, title: str, content: QWidget, parent: QWidget) -> None:
        """Create a dock.

        Args:
            name: its object name, the key of its saved state.
            title: its title in the View menu and in its frame.
            content: its widget.
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
        # None restores Qt's own title bar; PySide6's stubs do not allow it.
        self.setTitleBarWidget(None if floating else self._grip)  # type: ignore[arg-type]
        self._grip.setVisible(not floating)
