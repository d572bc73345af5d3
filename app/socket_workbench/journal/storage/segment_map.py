"""The row ranges of the segments of a damaged file."""

from bisect import bisect_right


class SegmentMap:
    """The segments that can be read, in order.

    To find them takes seconds where a large file has much damage. Readers of a file that does not
    change share one map: that which finds it first replaces the lists, and sets `is_complete` last.

    Attributes:
        firsts: the first row of each.
        ends: the row after its last.
        is_complete: whether all have been looked for.
    """

    def __init__(self) -> None:
        self.firsts: list[int] = []
        self.ends: list[int] = []
        self.is_complete = False

    def add(self, first: int, end: int) -> None:
        """Add a segment behind the others; where they overlap, the earlier one is cut."""
        if self.ends:
            self.ends[-1] = min(self.ends[-1], first)
        self.firsts.append(first)
        self.ends.append(end)

    def take(self, other: "SegmentMap") -> None:
        """Take the lists of another map, which is complete."""
        self.firsts, self.ends = other.firsts, other.ends
        self.is_complete = True

    def end(self) -> int:
        """Return the row after the last segment."""
        return self.ends[-1] if self.ends else 0

    def place(self, row: int) -> int:
        """Return the index of the last segment that begins at a row or before it; -1 for none."""
        return bisect_right(self.firsts, row) - 1
