"""Which rows of one end of a connection carry the bytes of which rows of the other end."""

from array import array
from bisect import bisect_left, bisect_right
from zlib import crc32

from socket_workbench.journal.storage.segment import Numbers

_REACH = 256
"""How many datagrams sent later are looked at for one that was received."""

_DISORDER = 32
"""By how many places a datagram may have been overtaken by others."""

NOWHERE = 0xFFFFFFFF
"""In place of a row's number: the datagram has none at the other end."""


class Stream:
    """The rows with which one end has sent, or received, the bytes of a stream.

    One thread may add rows while others read: a row is found once its number was added, which is
    done last.

    Attributes:
        rows: the numbers of the rows, ascending.
        ends: for each row the number of bytes up to its end.
    """

    __slots__ = ("ends", "rows")

    def __init__(self) -> None:
        self.rows: Numbers = array("I")
        self.ends: Numbers = array("Q")

    def add(self, row: int, length: int) -> None:
        """Add a row with so many bytes."""
        ends = self.ends
        ends.append((ends[-1] if ends else 0) + length)
        self.rows.append(row)

    def partners(self, row: int, other: "Stream") -> range:
        """Return the places in `other.rows` of the rows with bytes of a row of this stream.

        TCP may cut what was sent into several reads, and join several sends in one.
        """
        place = bisect_left(self.rows, row)
        if place == len(self.rows) or self.rows[place] != row:
            return range(0)
        begin, end = self.ends[place - 1] if place else 0, self.ends[place]
        if begin == end:
            return range(0)
        count = len(other.rows)
        first = bisect_right(other.ends, begin, 0, count)
        return range(first, min(bisect_left(other.ends, end, first, count) + 1, count))


class Datagrams:
    """The rows with which one end has sent, or received, datagrams.

    Datagrams may be lost and may overtake each other, so they are compared: by length and checksum.

    Attributes:
        rows: the numbers of the rows, ascending.
        marks: for each row what it is compared by.
        partners_found: for each row the number of the row at the other end; `NOWHERE` for none.
        settled: so many of those received were looked for among those sent; the place after the
            last one sent that was found.
    """

    __slots__ = ("marks", "partners_found", "rows", "settled")

    def __init__(self) -> None:
        self.rows: Numbers = array("I")
        self.marks: Numbers = array("Q")
        self.partners_found: Numbers = array("I")
        self.settled = 0

    def add(self, row: int, length: int, payload: bytes) -> None:
        """Add a row; `payload` is the beginning of the datagram, as much as was recorded."""
        self.marks.append((length & 0xFFFFFFFF) << 32 | crc32(payload))
        self.partners_found.append(NOWHERE)
        self.rows.append(row)

    def look_for(self, sent: "Datagrams") -> None:
        """Look for the datagrams received since the last call among those that were sent."""
        for place in range(self.settled, len(self.rows)):
            first = max(sent.settled - _DISORDER, 0)
            for found in range(first, min(sent.settled + _REACH, len(sent.rows))):
                is_free = sent.partners_found[found] == NOWHERE
                if is_free and sent.marks[found] == self.marks[place]:
                    sent.partners_found[found] = self.rows[place]
                    self.partners_found[place] = sent.rows[found]
                    sent.settled = max(sent.settled, found + 1)
                    break
        self.settled = len(self.rows)

    def partner(self, row: int) -> int | None:
        """Return the row of the same datagram at the other end; None if there is none."""
        place = bisect_left(self.rows, row)
        if place == len(self.rows) or self.rows[place] != row:
            return None
        found = self.partners_found[place]
        return None if found == NOWHERE else found

    def is_lost(self, row: int) -> bool:
        """Whether a datagram that was sent later has arrived, and this one has not."""
        place = bisect_left(self.rows, row)
        return place < self.settled and self.partners_found[place] == NOWHERE
