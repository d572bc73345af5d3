"""How far a plot's axis goes: round numbers that do not jump about."""

import math

_HEADROOM = 1.05
_SHRINK_BELOW = 0.35


def round_above(value: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten that is not below a value."""
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 2.0, 5.0):
        # 0.3 / 0.1 is a little more than 3.
        if value <= step * power * (1 + 1e-9):
            return step * power
    return 10.0 * power


class PlotScale:
    """The end of an axis that begins at 0.

    It grows at once, and shrinks only when much less room would do: an axis that changes with
    every look cannot be read.

    Attributes:
        top: the end.
    """

    def __init__(self, least: float) -> None:
        """Begin with the least room.

        Args:
            least: the end of the axis when there is nothing to see.
        """
        self._least = least
        self.top = least

    def fit(self, largest: float) -> float:
        """Make room for a number; return the end."""
        wanted = max(self._least, round_above(max(largest * _HEADROOM, self._least)))
        if wanted > self.top or largest < self.top * _SHRINK_BELOW:
            self.top = wanted
        return self.top
