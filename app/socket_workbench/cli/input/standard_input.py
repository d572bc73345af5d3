"""Reads standard input in a daemon thread, which does not keep the process alive."""

import sys
import threading
from collections.abc import Callable

from socket_workbench.system import read_piece

PIECE = 64 * 1024
"""Bytes asked for by one read: what a pipe holds."""


def read_standard_input(feed: Callable[[bytes], bool]) -> None:
    """Start to read standard input.

    It reads the file descriptor itself: a thread that waits inside Python's buffered reader holds
    its lock, and the interpreter aborts at exit.

    Args:
        feed: called in the reading thread with every piece as it comes, and with no bytes at the
            end; reading stops when it returns False. While it does not return nothing is read.
    """
    threading.Thread(target=_read, args=(feed,), name="standard input", daemon=True).start()


def _read(feed: Callable[[bytes], bool]) -> None:
    while feed(piece := _piece()) and piece:
        pass


def _piece() -> bytes:
    """Wait for the next bytes; none at the end, or where there is nothing to read from."""
    if sys.stdin is None:
        return b""
    try:
        return read_piece(sys.stdin, PIECE)
    except OSError:
        # A terminal that has gone, or a descriptor that is closed: nothing more will be typed.
        return b""
