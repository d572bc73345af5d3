"""The range of a plot's axis: round numbers that change rarely."""

import math

_HEADROOM = 1.05
_SHRINK_BELOW = 0.35


def round_above(value: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that is not below a value."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 2.0, 5.0):
        # The factor allows for rounding errors.
        if value <= step * power * (1 + 1e-9):
            return step * power
    return 10.0 * power


class PlotScale:
    """The upper end of an axis that begins at 0.

    It grows at once, and shrinks only if a much smaller range would do: an axis that changes with
    every sample cannot be read.

    Attributes:
        top: the upper end.
    """

    def __init__(self, least: float) -> None:
        """Start with the smallest range.

        Args:
            least: the smallest upper end, used while there are no values.
        """
        self._least = least
        self.top = least

    def fit(self, largest: float) -> float:
        """Fit the range to the highest value; return the upper end."""
        wanted = max(self._least, round_above(max(largest * _HEADROOM, self._least)))
        if wanted > self.top or largest < self.top * _SHRINK_BELOW:
            self.top = wanted
        return self.top
