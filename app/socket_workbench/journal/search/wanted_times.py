"""Which events of a segment a filter wants, by when they happened."""

from socket_workbench.journal.search.filter import Filter, Period
from socket_workbench.journal.storage.segment import Segment, column

_ALWAYS: Period = (None, None)


class WantedTimes:
    """Decides about a whole segment where it can, else about each event."""

    def __init__(self, restriction: Filter) -> None:
        self._shown: Period = (restriction.begin, restriction.end)
        self._hidden = restriction.hidden_periods

    @property
    def are_all(self) -> bool:
        """Whether it does not matter when something happened."""
        return self._shown == _ALWAYS and not self._hidden

    def within(self, started: int, ended: int) -> bool | None:
        """Whether events from one time to another are wanted; None for some of them."""
        shown = _covers(self._shown, started, ended)
        hidden = {_covers(period, started, ended) for period in self._hidden}
        if shown is False or True in hidden:
            return False
        return None if shown is None or None in hidden else True

    def mask(self, segment: Segment) -> bytes:
        """Return 1 for each event that is wanted, else 0.

        Raises:
            JournalDamagedError: the times are damaged.
        """
        times = column("q", segment.times, segment.count)
        return bytes([self.within(time, time) is True for time in times])


def _covers(period: Period, started: int, ended: int) -> bool | None:
    """Whether a period has all from one time to another; None where it has a part of it."""
    begin = started if period[0] is None else period[0]
    end = ended + 1 if period[1] is None else period[1]
    if begin <= started and ended < end:
        return True
    return None if started < end and begin <= ended else False
