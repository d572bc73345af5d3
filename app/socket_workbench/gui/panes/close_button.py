"""The button that ends a client's connection, and the menu of other ways to do so."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.language import tr


class CloseButton(QWidget):
    """A button that disconnects, and a small one beside it with the other ways.

    Signals:
        close_requested: close the connection.
        half_close_requested: shut down the sending side.
        reset_requested: reset the connection (RST).
        reconnect_requested: close the connection and connect again.
    """

    close_requested = Signal()
    half_close_requested = Signal()
    reset_requested = Signal()
    reconnect_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = PlainButton(tr("Disconnect"))
        self.more = IconButton("chevron-down", tr("Other ways to end the connection"), small=True)
        self._menu = QMenu(self)
        self._half_close = self._menu.addAction(tr("Half-close (end of stream)"))
        self._reset = self._menu.addAction(tr("Reset (RST)"))
        self._menu.addSeparator()
        self._reconnect = self._menu.addAction(tr("Disconnect and connect again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button)
        row.addWidget(self.more)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self.close_requested)
        self.more.clicked.connect(self._on_more_clicked)
        self._half_close.triggered.connect(self.half_close_requested)
        self._reset.triggered.connect(self.reset_requested)
        self._reconnect.triggered.connect(self.reconnect_requested)

    def other_ways(self) -> list[QAction]:
        """Return the actions of the other ways to end the connection."""
        return [self._half_close, self._reset, self._reconnect]

    def set_stream(self, is_stream: bool) -> None:
        """Set which ways are possible: datagram sockets have neither half-close nor reset."""
        self._half_close.setEnabled(is_stream)
        self._reset.setEnabled(is_stream)

    def set_compact(self, compact: bool, icon_name: str) -> None:
        """Show the icon instead of the text of the button."""
        self.button.set_compact(compact, icon_name)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
