"""A file on its way to a peer."""

import os
import threading
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, open_regular


class FileTransfer:
    """Reads a file piece by piece while it is sent, in the sender's thread.

    Attributes:
        path: the file.
        size: its bytes when sending began; 0 before.
        sent: the bytes sent so far.
        error: a sentence when it failed; empty otherwise.
        finished: set when it is over, however it ended.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.sent = 0
        self.error = ""
        self.finished = threading.Event()
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called before the end."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop after the piece that is being sent; what was sent stays sent."""
        self._cancelled.set()

    def abandon(self) -> None:
        """Give up if it has not finished: its connection is over."""
        if not self.finished.is_set():
            self._record_end()
            self.finished.set()

    def run(self, piece: int, send: Callable[[bytes], bool]) -> None:
        """Read and send the whole file.

        Args:
            piece: bytes read and sent at a time.
            send: sends one piece; returns False when the connection can take no more.
        """
        try:
            with open_regular(self.path) as file:
                self._send_all(file, piece, send)
        except (OSError, UnreadableFileError) as error:
            self.error = tr(
                "The file {path} cannot be read: {reason}. {sent} bytes of it were sent.",
                path=self.path,
                reason=getattr(error, "strerror", None) or error,
                sent=self.sent,
            )
        finally:
            self.finished.set()

    def _send_all(self, file: FileIO, piece: int, send: Callable[[bytes], bool]) -> None:
        self.size = os.fstat(file.fileno()).st_size
        while not self.cancelled and (content := file.read(piece)):
            if not send(content):
                self._record_end()
                return
            self.sent += len(content)
        if not self.cancelled and self.sent < self.size:
            self.error = tr(
                "The file {path} became shorter while it was sent: {sent} of {size} bytes were"
                " there.",
                path=self.path,
                sent=self.sent,
                size=self.size,
            )

    def _record_end(self) -> None:
        self.error = tr(
            "The connection ended after {sent} of {size} bytes of the file {path}.",
            sent=self.sent,
            size=self.size,
            path=self.path,
        )
