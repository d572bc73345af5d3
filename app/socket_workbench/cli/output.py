"""Standard output and standard error, written whole, flushed, and closed without a traceback."""

import os
import sys
import threading
from collections.abc import Callable, Iterable

from socket_workbench.language import tr


def _ignore() -> None:
    """Do nothing: nobody waits for the output to end."""


class Output:
    """What a command prints on. Any thread may print; lines never mix.

    Attributes:
        on_broken: called once when standard output can take no more: its reader has left, or the
            disk is full.
        has_failed: whether it can take no more although its reader has not left.
    """

    def __init__(self, on_broken: Callable[[], None] = _ignore) -> None:
        self.on_broken = on_broken
        self.has_failed = False
        self._is_broken = sys.stdout is None
        self._lock = threading.Lock()
        for stream in (sys.stdout, sys.stderr):
            # A terminal that cannot show a character gets its escape instead of an exception.
            if stream is not None and hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")

    def line(self, text: str) -> None:
        """Print one line on standard output."""
        self.lines((text,))

    def lines(self, texts: Iterable[str]) -> None:
        """Print lines on standard output."""
        self._write("".join([f"{text}\n" for text in texts]).encode(*_encoding()))

    def raw(self, data: bytes) -> None:
        """Write bytes on standard output as they are."""
        self._write(data)

    def complain(self, text: str) -> None:
        """Print one line on standard error; what cannot be printed there is let go."""
        if sys.stderr is None:
            return
        try:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
        except OSError:
            return

    def _write(self, data: bytes) -> None:
        with self._lock:
            if self._is_broken or not data:
                return
            try:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
            except OSError as error:
                self._is_broken = True
                self.has_failed = not isinstance(error, BrokenPipeError)
                silence_standard_output()
                if self.has_failed:
                    reason = error.strerror or error
                    self.complain(tr("Standard output cannot be written: {reason}.", reason=reason))
        if self._is_broken:
            self.on_broken()


def _encoding() -> tuple[str, str]:
    return sys.stdout.encoding if sys.stdout is not None else "utf-8", "backslashreplace"


def silence_standard_output() -> None:
    """Let the interpreter's last flush at exit go nowhere instead of failing once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
