"""Reads what is typed in a daemon thread, which does not keep the process alive."""

import sys
import threading
from collections.abc import Callable
from typing import TextIO

from socket_workbench.system import read_piece

PIECE = 64 * 1024
"""Bytes asked for by one read: what a pipe holds."""


def read_standard_input(feed: Callable[[bytes], bool]) -> None:
    """Start to read standard input; see `read_input`."""
    read_input(sys.stdin, feed)


def show_typing(shown: bool) -> None:
    """Let the terminal show what is typed, or not; only on POSIX terminals."""
    try:
        import termios
    except ImportError:
        return
    try:
        descriptor = sys.stdin.fileno()
        attributes = termios.tcgetattr(descriptor)
        local = attributes[3] & ~termios.ECHO
        attributes[3] = local | termios.ECHO if shown else local
        termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
    except (OSError, ValueError, AttributeError, termios.error):
        return


def read_input(stream: TextIO | None, feed: Callable[[bytes], bool]) -> None:
    """Start to read a stream.

    It reads the file descriptor itself: a thread that waits inside Python's buffered reader holds
    its lock, and the interpreter aborts at exit.

    Args:
        stream: standard input or the terminal; None for an input without content.
        feed: called in the reading thread with every piece as it comes, and with no bytes at the
            end; reading stops when it returns False. While it does not return nothing is read.
    """
    threading.Thread(target=_read, args=(stream, feed), name="standard input", daemon=True).start()


def _read(stream: TextIO | None, feed: Callable[[bytes], bool]) -> None:
    while feed(piece := _piece(stream)) and piece:
        pass


def _piece(stream: TextIO | None) -> bytes:
    """Wait for the next bytes; none at the end, or where there is nothing to read from."""
    if stream is None:
        return b""
    try:
        return read_piece(stream, PIECE)
    except OSError:
        # A terminal that has gone, or a descriptor that is closed: nothing more will be typed.
        return b""
