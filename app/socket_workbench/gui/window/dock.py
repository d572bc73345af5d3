"""The dock widgets of the window."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from socket_workbench.language import tr

_GRIP = 6
_MARGIN = 2
SHARE_OF_PANES = 0.406
"""The share of the height that panes have before anybody has dragged what divides them."""


class _Grip(QWidget):
    """The grip. Qt takes the height of a dock's title from its size hint, not from its size."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_GRIP)

    def sizeHint(self) -> QSize:
        """Return the height that can be dragged."""
        return QSize(_GRIP, _GRIP)


class WorkDock(QDockWidget):
    """A dock widget with a thin grip instead of a title bar.

    Dragging the grip moves the dock, double-clicking it floats the dock. A floating dock has the
    title bar of Qt or of the window system; double-clicking that docks it again.

    Attributes:
        column: the layout of its contents.
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
        self._grip = _Grip()
        self._grip.setCursor(Qt.CursorShape.SizeAllCursor)
        self._grip.setToolTip(tr("Drag to move, double-click to float"))
        holder = QWidget()
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self.column.setSpacing(4)
        self.column.addWidget(content)
        self.setWidget(holder)
        self.setTitleBarWidget(self._grip)
        self.topLevelChanged.connect(self._on_top_level_changed)

    @Slot()
    def bring_to_front(self) -> None:
        """Show it, in front of docks behind the same tabs."""
        self.show()
        self.raise_()

    @Slot(bool)
    def _on_top_level_changed(self, floating: bool) -> None:
        # None restores Qt's own title bar; PySide6's stubs do not allow it.
        self.setTitleBarWidget(None if floating else self._grip)  # type: ignore[arg-type]
        self._grip.setVisible(not floating)


def add_docks(
    window: QMainWindow, servers: QWidget, clients: QWidget, card: QWidget
) -> list[WorkDock]:
    """Add servers and clients beside each other, and the card below them; return their docks."""
    window.setDockNestingEnabled(True)
    docks = [
        WorkDock("servers", tr("Servers"), servers, window),
        WorkDock("clients", tr("Clients"), clients, window),
        WorkDock("log", tr("Log"), card, window),
    ]
    _place(window, docks)
    return docks


def restore_docks(window: QMainWindow, docks: Sequence[WorkDock]) -> None:
    """Show what `add_docks` has returned as in a new window, wherever it is."""
    for dock in docks:
        dock.setFloating(False)
        window.removeDockWidget(dock)
        dock.show()
    _place(window, docks)


def _place(window: QMainWindow, docks: Sequence[WorkDock]) -> None:
    servers, clients, card = docks
    # In one area: Qt keeps the shares of docks in the same area when the window's size changes, but
    # not those of two areas.
    window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, servers)
    window.splitDockWidget(servers, card, Qt.Orientation.Vertical)
    window.splitDockWidget(servers, clients, Qt.Orientation.Horizontal)
    window.resizeDocks([servers, clients], [1, 1], Qt.Orientation.Horizontal)
    panes = round(window.height() * SHARE_OF_PANES)
    heights = [panes, window.height() - panes]
    window.resizeDocks([servers, card], heights, Qt.Orientation.Vertical)
