"""Which rows of a damaged session are missing, and how that is said."""

from dataclasses import dataclass, field
from pathlib import Path

from socket_workbench.language import tr, trn

_MOST_GAPS = 3
"""Gaps that are named in a sentence."""


@dataclass
class Damage:
    """What was missing while rows were read.

    Attributes:
        gaps: the first row of each gap and the row after its last, from 0, ascending.
    """

    gaps: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int) -> None:
        """Take a row that is missing; it comes after those taken before."""
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
