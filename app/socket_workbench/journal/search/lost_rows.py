"""Which rows say that something was lost, or lack something themselves."""

from collections.abc import Callable
from operator import ne

from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.storage.segment import (
    Segment,
    column,
    damaged,
    unpack_marks,
    unpack_pairs,
)

_OPPOSITE = bytes([1]).ljust(256, b"\0")


class LostRows:
    """Finds the rows of a segment that tell of a loss.

    They are: what was dropped, what the recorder says about itself (events that a full disk cost,
    damaged rows), and messages of which a part is missing, whether the receive size or a capture
    limit has cut them.
    """

    def __init__(self, *, hidden: bool = False) -> None:
        """Prepare it.

        Args:
            hidden: find the other rows instead.
        """
        self._hidden = hidden

    def mask(self, segment: Segment, cancelled: Callable[[], bool]) -> bytes:
        """Return 1 for each event that is found, else 0.

        Args:
            segment: the events.
            cancelled: not asked: this takes little time.

        Raises:
            JournalDamagedError: the columns do not fit together.
        """
        pairs = [_tells(pair) for pair in unpack_pairs(segment.pairs)]
        try:
            marks = unpack_marks(segment.marks, len(pairs), segment.count)
            found = bytes(map(pairs.__getitem__, marks))
        except IndexError:
            raise damaged() from None
        if segment.kept:
            lengths = column("I", segment.lengths, segment.count)
            cut = bytes(map(ne, segment.kept_lengths(), lengths))
            either = int.from_bytes(found, "little") | int.from_bytes(cut, "little")
            found = either.to_bytes(len(found), "little")
        return found.translate(_OPPOSITE) if self._hidden else found

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


def _tells(pair: int) -> bool:
    source, kind = pair >> 8, pair & 0xFF
    return kind == Kind.DROPPED or (source == SESSION.number and kind == Kind.NOTE)
