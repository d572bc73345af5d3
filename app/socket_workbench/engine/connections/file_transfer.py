"""A file on its way to a peer."""

import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, open_regular

PIECES_AHEAD = 8
"""Pieces that are read before the first of them is sent."""


class FileTransfer:
    """Sends a file piece by piece in the sender's thread, while another thread reads it.

    A read can take for ever, as on a network drive that has gone, and nothing can end it. So no one
    waits for the thread that reads: `cancel` and `abandon` end the transfer at once.

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
        self._cancelled = False
        self._read_error = ""
        self._is_read = False
        self._pieces: deque[bytes] = deque()
        self._changed = threading.Condition()

    @property
    def cancelled(self) -> bool:
        """Whether `cancel` was called before the end."""
        return self._cancelled

    def cancel(self) -> None:
        """Send no further piece; what was sent stays sent."""
        self._cancelled = True
        self._finish()

    def abandon(self) -> None:
        """Give up if it has not finished: its connection is over."""
        if not self.finished.is_set():
            self._record_end()
            self._finish()

    def run(self, piece: int, send: Callable[[bytes], bool]) -> None:
        """Read and send the whole file.

        Args:
            piece: bytes read and sent at a time.
            send: sends one piece; returns False when the connection can take no more.
        """
        if self.finished.is_set():
            return
        # A daemon: a read that never returns must not keep the program from ending.
        threading.Thread(target=self._read, args=(piece,), name="read file", daemon=True).start()
        while (content := self._next()) is not None:
            if not send(content):
                self._record_end()
                break
            self.sent += len(content)
        else:
            self._conclude()
        self._finish()

    def _next(self) -> bytes | None:
        """Wait for a piece; None when there are no more, or none is wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._is_read or self.finished.is_set())
            if self.finished.is_set() or not self._pieces:
                return None
            self._changed.notify_all()
            return self._pieces.popleft()

    def _read(self, piece: int) -> None:
        """Read the file, in a thread of its own."""
        try:
            with open_regular(self.path) as file:
                self.size = os.fstat(file.fileno()).st_size
                while (content := file.read(piece)) and self._keep(content):
                    pass
        except (OSError, UnreadableFileError) as error:
            self._read_error = tr(
                "The file {path} cannot be read: {reason}. {sent} bytes of it were sent.",
                path=self.path,
                reason=getattr(error, "strerror", None) or error,
                sent=self.sent,
            )
        with self._changed:
            self._is_read = True
            self._changed.notify_all()

    def _keep(self, content: bytes) -> bool:
        """Keep a piece for the sender, once it has few; returns whether more is wanted."""
        with self._changed:
            self._changed.wait_for(
                lambda: len(self._pieces) < PIECES_AHEAD or self.finished.is_set()
            )
            self._pieces.append(content)
            self._changed.notify_all()
            return not self.finished.is_set()

    def _conclude(self) -> None:
        """Say what was wrong with a file that has been read to its end."""
        if self.finished.is_set():
            return
        self.error = self._read_error
        if not self.error and self.sent < self.size:
            self.error = tr(
                "The file {path} became shorter while it was sent: {sent} of {size} bytes were"
                " there.",
                path=self.path,
                sent=self.sent,
                size=self.size,
            )

    def _finish(self) -> None:
        with self._changed:
            self.finished.set()
            self._pieces.clear()
            self._changed.notify_all()

    def _record_end(self) -> None:
        self.error = tr(
            "The connection ended after {sent} of {size} bytes of the file {path}.",
            sent=self.sent,
            size=self.size,
            path=self.path,
        )
