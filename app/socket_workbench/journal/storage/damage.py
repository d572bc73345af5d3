"""The missing rows of a damaged session: sentences about them, and notes in their place."""

from pathlib import Path

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.storage.segment import Segment
from socket_workbench.language import tr, trn

_MOST_GAPS = 3
"""Gaps that are named in a sentence."""


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


class Damage:
    """What was missing while rows were read.

    Attributes:
        gaps: the first row of each gap and the row after its last, from 0, ascending.
    """

    def __init__(self) -> None:
        self.gaps: list[tuple[int, int]] = []

    def add(self, row: int) -> None:
        """Add a missing row, which comes after those added before."""
        first = row
        if self.gaps and self.gaps[-1][1] == row:
            first, _ = self.gaps.pop()
        self.gaps.append((first, row + 1))

    def sentence(self, path: Path, cut_after: int | None = None) -> str:
        """Say what is missing of a damaged file.

        Args:
            path: the session's file.
            cut_after: how many rows there are before the end that is missing; None where the file
                has its end.
        """
        places = [_place(*gap) for gap in self.gaps[:_MOST_GAPS]]
        if others := len(self.gaps) - len(places):
            places.append(
                trn("rows in {count:,} more place", "rows in {count:,} more places", others)
            )
        if cut_after is not None:
            places.append(tr("what came after row {count:,}", count=cut_after))
        if not places:
            return tr("{path} is damaged: names, addresses or rows may be missing.", path=path)
        return tr(
            "{path} is damaged: {places} cannot be read. All that is whole was written.",
            path=path,
            places=", ".join(places),
        )


def _place(first: int, end: int) -> str:
    if end == first + 1:
        return tr("row {number:,}", number=end)
    return tr("rows {first:,} to {last:,}", first=first + 1, last=end)
