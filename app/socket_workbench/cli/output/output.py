"""Standard output and standard error as a command uses them."""

import sys
from collections.abc import Callable, Iterable

from socket_workbench.cli.output.standard_stream import StandardStream
from socket_workbench.language import tr
from socket_workbench.payload.harmless import brief
from socket_workbench.system import is_broken_pipe


def _ignore() -> None:
    """Do nothing; the default of `on_broken`."""


class Output:
    """Prints synchronously.

    Every text is one line, in which control characters are made visible.

    Attributes:
        on_broken: called once when standard output can take no more: its reader has left, or the
            disk is full.
        has_failed: whether it can take no more although its reader has not left.
    """

    def __init__(self, on_broken: Callable[[], None] = _ignore) -> None:
        self.on_broken = on_broken
        self.has_failed = False
        self._printed = StandardStream(sys.stdout)
        self._complaints = StandardStream(sys.stderr)
        self._is_broken = not self._printed.is_open

    def line(self, text: str) -> None:
        """Print one line on standard output."""
        self.lines((text,))

    def lines(self, texts: Iterable[str]) -> None:
        """Print lines on standard output."""
        for _, data in self._printed.pieces(texts):
            self.raw(data)

    def raw(self, data: bytes) -> None:
        """Write bytes on standard output as they are."""
        if self._is_broken or not data:
            return
        try:
            self._printed.write(data)
        except OSError as error:
            self._is_broken = True
            self._tell_failure(error)

    def complain(self, text: str) -> None:
        """Print a sentence on standard error, if that can be written."""
        try:
            for _, data in self._complaints.pieces((brief(text),)):
                self._complaints.write(data)
        except OSError:
            return

    def _tell_failure(self, error: Exception) -> None:
        """Say why standard output can take no more, unless its reader has just left."""
        self.has_failed = not is_broken_pipe(error)
        if self.has_failed:
            reason = getattr(error, "strerror", None) or error
            self.complain(tr("Standard output cannot be written: {reason}.", reason=reason))
        self.on_broken()
