"""Shows the progress of file transfers in a send bar."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.gui.sending.bar import SendBar

INTERVAL = 50
"""Milliseconds between updates of the progress."""


class FileSending(QObject):
    """Watches the transfers of one file to one or many peers."""

    def __init__(self, send_bar: SendBar) -> None:
        super().__init__(send_bar)
        self._send_bar = send_bar
        self._transfers: Sequence[FileTransfer] = ()
        self._clock = QTimer(self)
        self._clock.setInterval(INTERVAL)
        self._clock.timeout.connect(self._on_clock_timeout)
        send_bar.cancel_requested.connect(self._on_send_bar_cancel_requested)

    def watch(self, transfers: Sequence[FileTransfer], otherwise: str = "") -> None:
        """Show the progress of these transfers until all have ended.

        Args:
            transfers: the transfers of the file, one for each peer.
            otherwise: the sentence to show if there are none.
        """
        self._transfers = transfers
        self._send_bar.show_error("" if transfers else otherwise)
        self._clock.start()
        self._on_clock_timeout()

    @Slot()
    def _on_clock_timeout(self) -> None:
        if all(transfer.finished.is_set() for transfer in self._transfers):
            self._clock.stop()
            self._send_bar.hide_progress()
            errors = [transfer.error for transfer in self._transfers if transfer.error]
            if errors:
                self._send_bar.show_error(errors[0])
            return
        sent = sum(transfer.sent for transfer in self._transfers)
        self._send_bar.show_progress(sent, sum(transfer.size for transfer in self._transfers))

    @Slot()
    def _on_send_bar_cancel_requested(self) -> None:
        for transfer in self._transfers:
            transfer.cancel()
