"""What a watched program writes on its standard streams: captured, and recorded up to a bound.

It is captured into files that have no name: a pipe would break if the workbench ended, and fill if
nobody read it. What has been read is taken off the disk again.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from time import monotonic
from typing import IO, NamedTuple

from socket_workbench.clock import time_ns
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr, trn

MOST_READ = 1 << 16
"""Bytes of output that are read at once."""

MOST_PIECES = 16
"""How many of these are read before something else has its turn."""

MOST_UNREAD = 64 << 20
"""Bytes of a stream that wait to be read; of more, the older half is left out."""

MOST_RECORDED = 64 << 20
"""Bytes of a run's output that are recorded."""

TELL_INTERVAL = 1.0
"""Seconds between two events that say how much was left out."""

_STREAMS = ("stdout", "stderr")
_PUNCH_HOLE = 0x01 | 0x02
"""FALLOC_FL_KEEP_SIZE and FALLOC_FL_PUNCH_HOLE; fallocate(2)."""

_BLOCK = 1 << 16
"""Bytes; a multiple of the blocks of file systems, which are freed whole."""


class Output(NamedTuple):
    """What a program has written.

    Attributes:
        stream: `stdout` or `stderr`.
        data: the bytes.
        left_out: how many bytes before them were left out.
    """

    stream: str
    data: bytes
    left_out: int = 0


class CapturedOutput:
    """The files that a program writes into.

    Attributes:
        files: the file of each stream; nobody else's file positions depend on it.
    """

    def __init__(self, *, is_bounded: bool) -> None:
        """Create the files.

        Args:
            is_bounded: whether output is left out when more than `MOST_UNREAD` waits to be read.
        """
        self.files: dict[str, IO[bytes]] = {name: _nameless_file() for name in _STREAMS}
        self._is_bounded = is_bounded
        self._read = dict.fromkeys(_STREAMS, 0)
        self._freed = dict.fromkeys(_STREAMS, 0)

    def news(self) -> list[Output]:
        """Return what was written since the last time.

        At most `MOST_PIECES` of each stream: a program may write faster than anybody reads.
        """
        found = []
        for name, file in self.files.items():
            left_out = self._leave_out(name, file)
            for _ in range(MOST_PIECES):
                data = self._piece(name, file)
                if not data:
                    break
                found.append(Output(name, data, left_out))
                left_out = 0
            self._free(name, file)
        return found

    def rest(self) -> Iterator[Output]:
        """Yield what is written by now and was not read: what it has started may write on."""
        for name, file in self.files.items():
            left_out = self._leave_out(name, file)
            end = _size(file)
            while self._read[name] < end and (data := self._piece(name, file)):
                yield Output(name, data, left_out)
                left_out = 0

    def close(self) -> None:
        """Close the files."""
        for file in self.files.values():
            file.close()

    def _piece(self, name: str, file: IO[bytes]) -> bytes:
        data = os.pread(file.fileno(), MOST_READ, self._read[name])
        self._read[name] += len(data)
        return data

    def _leave_out(self, name: str, file: IO[bytes]) -> int:
        """Pass over the older half of what is not read, if that is too much; return its size."""
        unread = _size(file) - self._read[name]
        if unread < 0:
            # Who opens /dev/stdout for writing makes the file empty.
            self._read[name] = self._freed[name] = 0
            unread = _size(file)
        if not self._is_bounded or unread <= MOST_UNREAD:
            return 0
        left_out = unread - MOST_UNREAD // 2
        self._read[name] += left_out
        return left_out

    def _free(self, name: str, file: IO[bytes]) -> None:
        """Take what was read off the disk; the file stays as long as it is."""
        start = self._freed[name]
        end = self._read[name] // _BLOCK * _BLOCK
        if end > start:
            # Where the file system cannot do it, the file stays whole until the program ends.
            _fallocate(file.fileno(), _PUNCH_HOLE, start, end - start)
            self._freed[name] = end


class OutputRecorder:
    """Records the output of a run in the journal.

    Args:
        journal: where to record.
        source: returns where the program's events belong.
        is_bounded: whether only the first `MOST_RECORDED` bytes are recorded.
    """

    def __init__(self, journal: Journal, source: Callable[[], Source], *, is_bounded: bool) -> None:
        self._left_out = 0
        self._most = MOST_RECORDED if is_bounded else sys.maxsize
        self._journal = journal
        self._source = source
        self._recorded = 0
        self._told = 0
        self._told_at = 0.0

    def take(self, output: Output) -> None:
        """Record what a program has written."""
        data = output.data[: self._most - self._recorded]
        if data:
            self._append(Kind.OUTPUT, data, output.stream)
        self._recorded += len(data)
        self._left_out += output.left_out + len(output.data) - len(data)
        if monotonic() - self._told_at >= TELL_INTERVAL:
            self.tell()

    def tell(self) -> None:
        """Record how much was left out since that was last told."""
        count = self._left_out - self._told
        if not count:
            return
        self._told, self._told_at = self._left_out, monotonic()
        if self._recorded < self._most:
            reason = tr("the program writes faster than it can be recorded")
        else:
            reason = tr("{most} MiB of output are recorded at most", most=self._most >> 20)
        text = trn(
            "{count:,} byte of output was left out: {reason}.",
            "{count:,} bytes of output were left out: {reason}.",
            count,
            reason=reason,
        )
        self._append(Kind.DROPPED, b"", text)

    def _append(self, kind: Kind, data: bytes, text: str) -> None:
        self._journal.append_seen(time_ns(), self._source().number, kind, data, text)


def _size(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _nameless_file() -> IO[bytes]:
    """Return a file without a name, at whose end everybody writes."""
    import fcntl  # not on Windows, where nothing is watched

    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - its owner closes it
    flags = fcntl.fcntl(file, fcntl.F_GETFL)
    fcntl.fcntl(file, fcntl.F_SETFL, flags | os.O_APPEND)
    return file


def _fallocate(descriptor: int, mode: int, start: int, length: int) -> None:
    """Call fallocate(2), which the module `os` does not have with a mode; ignore that it fails."""
    import ctypes

    function = ctypes.CDLL(None).fallocate64
    function.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    function(descriptor, mode, start, length)
