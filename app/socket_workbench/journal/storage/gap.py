"""What stands in for rows that a damaged file has lost."""

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.storage.segment import Segment
from socket_workbench.language import tr


def missing_sentence(first: int, end: int) -> str:
    """Return a sentence that names missing rows, counted from 1 as people do.

    Args:
        first: the first row, from 0.
        end: the row after the last.
    """
    if end == first + 1:
        return tr("Row {number:,} is damaged and cannot be shown.", number=end)
    return tr(
        "Rows {first:,} to {last:,} are damaged and cannot be shown.", first=first + 1, last=end
    )


def gap_segment(first: int, end: int, time: int) -> Segment:
    """Return a segment in which each row is a note that says what is missing.

    Args:
        first: the first row.
        end: the row after the last.
        time: when they are said to have happened, as in `Event`.
    """
    count = end - first
    return Segment.pack(
        Batch(
            [time] * count,
            [SESSION.number] * count,
            [Kind.NOTE] * count,
            [b""] * count,
            [missing_sentence(first, end)] * count,
            [0] * count,
        )
    )
