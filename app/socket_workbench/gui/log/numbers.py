"""The numbers of the rows that the log shows."""

from collections.abc import Sequence

from socket_workbench.journal.search.row_set import RowSet

# Qt counts pixels in 32 bits: 30 million rows of up to 71 pixels fit. Beyond that the oldest
# rows are left out, an eighth at once so that it happens rarely; a filter still finds them.
MOST_ROWS = 30_000_000


class ShownNumbers:
    """The numbers of the rows shown, ascending.

    Attributes:
        count: the number of rows in the journal.
        first: the first row that is not hidden by Clear.
        matches: the rows that the filter has found so far; None without a filter.
    """

    def __init__(self, count: int, most: int = MOST_ROWS) -> None:
        self.count = count
        self.first = 0
        self.matches: RowSet | None = None
        self._most = most

    @property
    def visible(self) -> Sequence[int]:
        """The numbers shown; without a filter a range, which takes no memory per row."""
        return self.visible_at(self.count) if self.matches is None else self.matches

    def visible_at(self, count: int) -> range:
        """Return the numbers shown without a filter if the journal has `count` rows."""
        return range(self.first + self._left_out(count - self.first), count)

    def position_of(self, number: int) -> int | None:
        """Return the position of a row; None if it is not shown."""
        position = self.position_from(number)
        visible = self.visible
        found = position < len(visible) and visible[position] == number
        return position if found else None

    def position_from(self, number: int) -> int:
        """Return the position of the first row shown with this number or a higher one."""
        if self.matches is None:
            start = self.visible[0] if len(self.visible) else self.count
            return min(max(number - start, 0), len(self.visible))
        return self.matches.place_from(number)

    def matches_with(self, numbers: RowSet) -> RowSet | None:
        """Return the new matches if the oldest must be dropped to add these; otherwise None."""
        matches = self.matches if self.matches is not None else RowSet()
        left_out = self._left_out(len(matches) + len(numbers))
        if not left_out:
            return None
        shortened = matches.without_first(left_out)
        shortened.extend(numbers.without_first(left_out - len(matches) + len(shortened)))
        return shortened

    def _left_out(self, shown: int) -> int:
        if shown <= self._most:
            return 0
        step = max(self._most // 8, 1)
        return -(-(shown - self._most) // step) * step
