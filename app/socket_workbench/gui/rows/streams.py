"""Characters that reads have split, put together again for the log, in any encoding."""

import codecs
from collections.abc import Iterator, Sequence

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

#: A lead byte's top bits and how many bytes its character has.
_LEADS = ((0xE0, 0xC0, 2), (0xF0, 0xE0, 3), (0xF8, 0xF0, 4))

#: Rows of the journal that are looked at before a row, and behind it, for the same stream.
ROWS_AROUND = 64

#: Rows that are read at once, until the one before in the same stream is among them.
_STEP = 8

#: Bytes before a row that are decoded, at most, for the character that they may have begun.
_LONGEST = 256 * 1024

#: As much of a character as UTF-8 can leave unfinished; what stands before does not matter.
_LONGEST_UTF8 = 3

_ONE_BYTE = frozenset({"iso8859-1", "ascii"})


def continues(data: bytes) -> bool:
    """Return whether the bytes begin in the middle of a character."""
    return bool(data) and data[0] & 0xC0 == 0x80


def unfinished_tail(data: bytes) -> bytes:
    """Return the bytes at the end that begin a character and do not finish it; often none."""
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
    """Return the bytes without what is left of split characters at their beginning and end."""
    start = 0
    while start < min(3, len(data)) and continues(data[start:]):
        start += 1
    end = len(data) - len(unfinished_tail(data))
    return data[start:end]


class LogStreams:
    """Knows what of a payload to decode: a character that was split stands where it ends."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def whole_characters(self, row: Row, encoding: str) -> bytes:
        """Return the beginning of a payload with whole characters.

        What the reads before have begun stands in front; what this one begins and a later one
        continues is left out. Looked for are `ROWS_AROUND` rows of the journal to both sides, so
        that it is the same whatever a filter hides.

        Args:
            row: of a message.
            encoding: of its text, as Python knows it.
        """
        name = codecs.lookup(encoding).name
        data = row.preview
        if name in _ONE_BYTE or not data:
            return data
        # In UTF-8, the first byte says whether it continues a character; elsewhere none does.
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
        """Return payloads before a row in its stream, the last ones that have the wanted bytes.

        One that has more than `_LONGEST` bytes, and what stands before it, is left out.
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
        """Yield the rows before a row in its stream, the nearest first."""
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
    """Return what the pieces of a stream have begun and not finished."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    for piece in pieces:
        decoder.decode(piece)
    return decoder.getstate()[0]
