"""Matching a regular expression in a subprocess, which can be killed at any time."""

import os
import queue
import re
import struct
import subprocess
import sys
import threading
from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate, compress

from socket_workbench.installation import is_frozen
from socket_workbench.journal.errors import CancelledError, JournalError
from socket_workbench.journal.search import expression_program
from socket_workbench.journal.search.pattern import Pattern, compile_expression
from socket_workbench.journal.search.segment_search import masked, payload_starts
from socket_workbench.journal.storage.segment import (
    Numbers,
    Segment,
    column,
    to_bytes,
    unpack_texts,
)
from socket_workbench.journal.storage.system import NO_CONSOLE
from socket_workbench.language import tr

_LOOK_SECONDS = 0.05
"""Seconds between looks at whether an answer is still wanted."""

_READ_BYTES = 1 << 16

_END_SECONDS = 2.0
"""Seconds to wait for the end of a read whose process was killed; under Wine it may never come."""


class ExpressionError(JournalError):
    """The process that looks for an expression cannot be started, or has ended."""


class ExpressionProcess:
    """Matches one regular expression in a subprocess; `expression_program` says why.

    Not thread-safe. The subprocess is started by the first question, and killed by `close` or when
    a question is cancelled.

    Args:
        pattern: the expression.

    Raises:
        PatternError: it is invalid.
    """

    def __init__(self, pattern: Pattern) -> None:
        expression = compile_expression(pattern)
        flags = expression.flags & re.IGNORECASE
        self._opening = struct.pack("<II", flags, len(expression.pattern)) + expression.pattern
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: _Answers | None = None

    def matches(self, segment: Segment, cancelled: Callable[[], bool]) -> bytes:
        """Return 1 for each event with the expression in its payload or its text, else 0.

        Raises:
            CancelledError: `cancelled` returned True.
            ExpressionError: the process cannot be started or has ended.
            JournalDamagedError: the segment's columns do not fit together.
        """

        def places_in(payload: bytes, offsets: Numbers) -> set[int]:
            starts = payload_starts(offsets)
            mask = self._mask([*starts, len(payload)], payload, cancelled)
            return set(compress(starts, mask))

        mask = masked(segment, places_in, None)
        texts = unpack_texts(segment.texts)
        if not texts:
            return mask
        said = [text.encode("utf-8", "surrogatepass") for text in texts.values()]
        both = bytearray(mask)
        found_texts = self._mask(_bounds(said), b"".join(said), cancelled)
        for index, found in zip(texts, found_texts, strict=True):
            if found and index < segment.count:
                both[index] = 1
        return bytes(both)

    def spans(
        self, parts: Sequence[bytes], cancelled: Callable[[], bool]
    ) -> list[list[tuple[int, int]]]:
        """Return the matches in each part, as offsets of the first byte and after the last.

        Raises:
            CancelledError: `cancelled` returned True.
            ExpressionError: the process cannot be started or has ended.
        """
        found: list[list[tuple[int, int]]] = [[] for _ in parts]
        self._ask(b"S", _bounds(parts), b"".join(parts))
        (count,) = struct.unpack("<I", self._answer(4, cancelled))
        places = column("I", self._answer(12 * count, cancelled), 3 * count)
        for place in range(0, len(places), 3):
            part, first, end = places[place : place + 3]
            if end > first:
                found[part].append((first, end))
        return found

    def close(self) -> None:
        """End the process."""
        process, answers = self._process, self._answers
        if process is None:
            return
        self._process = self._answers = None
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
        # Where the read goes on although the process has ended, closing the pipe would wait for it.
        if answers is not None and answers.has_ended() and process.stdout is not None:
            process.stdout.close()

    def _mask(self, bounds: list[int], data: bytes, cancelled: Callable[[], bool]) -> bytes:
        self._ask(b"M", bounds, data)
        return self._answer(len(bounds) - 1, cancelled)

    def _ask(self, form: bytes, bounds: list[int], data: bytes) -> None:
        question = struct.pack("<cI", form, len(bounds) - 1) + to_bytes(array("I", bounds)) + data
        if self._process is None:
            question = self._opening + question
            self._process = _start()
            self._answers = _Answers(self._process)
        try:
            # The program reads a whole question before it begins to look.
            _write(self._process, question)
        except OSError as error:
            self.close()
            raise _ended() from error

    def _answer(self, size: int, cancelled: Callable[[], bool]) -> bytes:
        answer = bytearray()
        while len(answer) < size:
            answers = self._answers
            if answers is None or cancelled():
                self.close()
                raise CancelledError
            piece = answers.get(size - len(answer))
            if piece is None:
                continue
            if not piece:
                self.close()
                raise _ended()
            answer += piece
        return bytes(answer)


class _Answers:
    """Reads what a process answers in a thread of its own: Windows cannot wait for a pipe.

    The thread ends with the process.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._left = b""
        self._thread = threading.Thread(
            target=self._read, args=(process,), name="expression", daemon=True
        )
        self._thread.start()

    def get(self, most: int) -> bytes | None:
        """Return what has come; None after `_LOOK_SECONDS` without any, b"" at the end."""
        piece, self._left = self._left, b""
        if not piece:
            try:
                piece = self._pieces.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                return None
        self._left = piece[most:]
        return piece[:most]

    def has_ended(self) -> bool:
        """Wait for the thread, once the process has been killed; return whether it has ended."""
        self._thread.join(_END_SECONDS)
        return not self._thread.is_alive()

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdout is None:
            return
        descriptor = process.stdout.fileno()
        while piece := os.read(descriptor, _READ_BYTES):
            self._pieces.put(piece)
        self._pieces.put(b"")


def _start() -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=NO_CONSOLE,
        )
    except OSError as error:
        raise ExpressionError(
            tr(
                "The expression cannot be looked for: no process can be started ({reason}). "
                "Look for a text instead.",
                reason=error.strerror or str(error),
            )
        ) from error


def _command() -> list[str]:
    """Return the command that runs the program.

    A frozen program has no interpreter that could be given a file: its executable knows the word.
    """
    if is_frozen():
        return [sys.executable, expression_program.WORD]
    return [sys.executable, "-I", "-S", expression_program.__file__]


def _ended() -> ExpressionError:
    return ExpressionError(
        tr("The process that looks for the expression has ended. Look for it again.")
    )


def _write(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    if process.stdin is not None:
        left = memoryview(data)
        while left:
            left = left[os.write(process.stdin.fileno(), left) :]


def _bounds(parts: Sequence[bytes]) -> list[int]:
    return list(accumulate(map(len, parts), initial=0))
