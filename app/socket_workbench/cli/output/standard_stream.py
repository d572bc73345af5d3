"""Standard output and standard error without a buffer: whole writes, errors at once.

Python's own streams keep what could not be written, and try again at exit: a reader that has left
or sleeps would then keep the process from ending, or make it end with a traceback.
"""

import os
from collections.abc import Iterable, Iterator
from typing import TextIO

from socket_workbench.payload.harmless import harmless
from socket_workbench.system import output_descriptor

WHOLE = 4096
"""Bytes that a pipe takes as a whole or not at all, PIPE_BUF in pipe(7): no line is cut in two."""


class StandardStream:
    """One of the process's streams; None is a closed one, which discards everything."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._descriptor = output_descriptor(stream)
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    @property
    def is_open(self) -> bool:
        """Whether what is written goes anywhere."""
        return self._stream is not None

    def pieces(self, lines: Iterable[str]) -> Iterator[tuple[int, bytes]]:
        """Encode lines in pieces of at most `WHOLE` bytes, or of one longer line.

        This is the one place that text passes on its way to a stream: every line is made harmless,
        and what its encoding cannot show is escaped.

        Args:
            lines: without their ends; what looks like an end inside is no end.

        Yields:
            How many lines a piece holds, and its bytes.
        """
        text = "".join([f"{harmless(line)}\n" for line in lines])
        data = text.encode(self._encoding, "backslashreplace")
        start = 0
        while start < len(data):
            end = data.rfind(b"\n", start, start + WHOLE) + 1 or data.find(b"\n", start) + 1
            piece = data[start : end or len(data)]
            yield piece.count(b"\n"), piece
            start += len(piece)

    def write(self, data: bytes) -> None:
        """Write all of it, however long its reader takes.

        Raises:
            OSError: the stream can take no more.
        """
        if self._stream is None:
            return
        if self._descriptor is None:
            _write_through(self._stream, data)
            return
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                _wait_for_room(self._descriptor)


def _write_through(stream: TextIO, data: bytes) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode(getattr(stream, "encoding", None) or "utf-8"))
    else:
        buffer.write(data)
    stream.flush()


def _wait_for_room(descriptor: int) -> None:
    """Wait for a stream that another process has set not to block."""
    import select

    select.select([], [descriptor], [])
