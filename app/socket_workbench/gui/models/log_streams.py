"""Characters that reads have split, put together again for the log, in any encoding."""

import codecs
from collections.abc import Sequence

from socket_workbench.gui.models.log_split import continues
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

#: Rows of the journal that are looked at before a row, and behind it, for the same stream.
ROWS_AROUND = 64
#: Longer reads before a row are not decoded for the character that they may have begun.
_LONGEST = 256 * 1024
_ONE_BYTE = frozenset({"iso8859-1", "ascii"})


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
        if name != "utf-8" or continues(data):
            data = _pending(self._before(row), name) + data
        tail = _pending([data], name)
        if tail and (len(row.preview) < row.length or self._is_continued(row, name)):
            data = data[: -len(tail)]
        return data

    def _before(self, row: Row) -> list[bytes]:
        """Return the payloads before a row in its stream, from the last that is too long on."""
        first = max(row.number - ROWS_AROUND, 0)
        pieces: list[bytes] = []
        try:
            for other in self._reader.rows(first, row.number - first):
                if other.source.number != row.source.number or other.kind is not row.kind:
                    continue
                if other.length <= len(other.preview):
                    pieces.append(other.preview)
                elif other.length <= _LONGEST:
                    pieces.append(self._reader.payload(other.number))
                else:
                    pieces.clear()
        except JournalError:
            return []
        return pieces

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
