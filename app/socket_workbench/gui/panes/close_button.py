"""The button that ends a client's connection, and the menu of the ways to do so."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.language import tr


class CloseButton(PlainButton):
    """A button with a menu of the ways to end a connection.

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
        super().__init__(tr("Close"), parent=parent)
        menu = QMenu(self)
        menu.addAction(tr("Close")).triggered.connect(self.close_requested)
        self._half_close = menu.addAction(tr("Half-close (end of stream)"))
        self._half_close.triggered.connect(self.half_close_requested)
        self._reset = menu.addAction(tr("Reset (RST)"))
        self._reset.triggered.connect(self.reset_requested)
        menu.addSeparator()
        reconnect = menu.addAction(tr("Close and connect again"))
        reconnect.triggered.connect(self.reconnect_requested)
        self.setMenu(menu)

    def set_stream(self, is_stream: bool) -> None:
        """Set which entries are shown: datagram sockets have neither half-close nor reset."""
        self._half_close.setEnabled(is_stream)
        self._reset.setEnabled(is_stream)
