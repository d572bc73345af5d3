"""Joins characters that were split between reads, in any encoding."""

import codecs
from collections.abc import Iterator, Sequence

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

#: A lead byte's top bits and how many bytes its character has.
_LEADS = ((0xE0, 0xC0, 2), (0xF0, 0xE0, 3), (0xF8, 0xF0, 4))

#: Rows of the journal searched before and after a row for others of the same stream.
ROWS_AROUND = 64

#: Rows read at once, until the previous one of the same stream is among them.
_STEP = 8

#: The most bytes before a row that are decoded to find an incomplete character.
_LONGEST = 256 * 1024

#: The longest incomplete UTF-8 character, in bytes; earlier bytes do not matter.
_LONGEST_UTF8 = 3

_ONE_BYTE = frozenset({"iso8859-1", "ascii"})


def continues(data: bytes) -> bool:
    """Return whether the bytes begin in the middle of a character."""
    return bool(data) and data[0] & 0xC0 == 0x80


def unfinished_tail(data: bytes) -> bytes:
    """Return the incomplete character at the end of the bytes; often empty."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte & 0xC0 == 0x80:
            continue
        for mask, lead, length in _LEADS:
            if byte & mask == lead and back < length:
                return data[-back:]
        return b""
    return b""


def cut_characters_off(data: bytes) -> bytes:
    """Return the bytes without incomplete characters at the beginning and the end."""
    start = 0
    while start < min(3, len(data)) and continues(data[start:]):
        start += 1
    end = len(data) - len(unfinished_tail(data))
    return data[start:end]


class LogStreams:
    """Moves characters that were split between reads to the read in which they end."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def whole_characters(self, row: Row, encoding: str) -> bytes:
        """Return the beginning of a payload with whole characters.

        A character begun by earlier reads is put in front; one that a later read continues is left
        out. `ROWS_AROUND` rows of the journal are searched on both sides, so the result does not
        depend on the filter.

        Args:
            row: the row of a message.
            encoding: Python's name of the encoding of its text.
        """
        name = codecs.lookup(encoding).name
        data = row.preview
        if name in _ONE_BYTE or not data:
            return data
        # Only in UTF-8 does the first byte say whether it continues a character.
        if name != "utf-8":
            data = _pending(self._before(row, _LONGEST), name) + data
        elif continues(data):
            before = b"".join(self._before(row, _LONGEST_UTF8))
            data = unfinished_tail(before[-_LONGEST_UTF8:]) + data
        tail = _pending([data], name)
        if tail and (len(row.preview) < row.length or self._is_continued(row, name)):
            data = data[: -len(tail)]
        return data

    def _before(self, row: Row, wanted: int) -> list[bytes]:
        """Return the last payloads before a row in its stream, up to the bytes needed.

        A payload of more than `_LONGEST` bytes, and all before it, are left out.
        """
        pieces: list[bytes] = []
        try:
            for other in self._stream_backwards(row):
                if other.length > _LONGEST or wanted <= 0:
                    break
                whole = other.length <= len(other.preview)
                pieces.append(other.preview if whole else self._reader.payload(other.number))
                wanted -= other.length
        except JournalError:
            return []
        return pieces[::-1]

    def _stream_backwards(self, row: Row) -> Iterator[Row]:
        """Yield the previous rows of a row's stream, the nearest first."""
        for end in range(row.number, max(row.number - ROWS_AROUND, 0), -_STEP):
            first = max(end - _STEP, 0)
            for other in reversed(self._reader.rows(first, end - first)):
                if other.source.number == row.source.number and other.kind is row.kind:
                    yield other

    def _is_continued(self, row: Row, name: str) -> bool:
        try:
            behind = self._reader.rows(row.number + 1, ROWS_AROUND)
        except JournalError:
            return False
        for other in behind:
            if other.source.number == row.source.number and other.kind is row.kind:
                return name != "utf-8" or continues(other.preview)
        return False


def _pending(pieces: Sequence[bytes], name: str) -> bytes:
    """Return the incomplete character at the end of the pieces of a stream."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    for piece in pieces:
        decoder.decode(piece)
    return decoder.getstate()[0]
