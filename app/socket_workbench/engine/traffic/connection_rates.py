"""The busiest connections of an endpoint, and how fast each moves bytes."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from socket_workbench.engine.traffic.rates import SMOOTHING, Rate
from socket_workbench.engine.view import ConnectionView, Traffic

_NONE = Traffic()


@dataclass(frozen=True, slots=True)
class ConnectionCount:
    """One connection and its counts.

    Attributes:
        view: the connection.
        total: what it has moved since it was last set to zero.
        rate: what it moves in a second; None when it was not looked at before.
    """

    view: ConnectionView
    total: Traffic
    rate: Rate | None


class ConnectionRates:
    """Computes the rates of the busiest connections; keeps earlier counts of these only."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, dict[int, Traffic]]] = deque()

    def look(
        self,
        now: float,
        views: Sequence[ConnectionView],
        zero: Mapping[int, Traffic],
        limit: int,
    ) -> list[ConnectionCount]:
        """Return the connections with the most traffic, the busiest first.

        Args:
            now: the time, in `time.monotonic()` seconds.
            views: all connections.
            zero: what connections had moved when they were set to zero, by their number.
            limit: how many to return at most.
        """

        def moved(view: ConnectionView) -> int:
            before = zero.get(view.number, _NONE)
            return view.bytes_in + view.bytes_out - before.bytes_in - before.bytes_out

        busiest = nlargest(limit, views, key=moved)
        traffic = {view.number: view.traffic for view in busiest}
        looks = self._looks
        looks.append((now, traffic))
        while len(looks) > 2 and looks[1][0] <= now - SMOOTHING:
            looks.popleft()
        return [
            ConnectionCount(
                view,
                traffic[view.number] - zero.get(view.number, _NONE),
                self._rate(view, traffic[view.number], now),
            )
            for view in busiest
        ]

    def _rate(self, view: ConnectionView, traffic: Traffic, now: float) -> Rate | None:
        for time, earlier in self._looks:
            before = earlier.get(view.number)
            if before is None and view.opened_at > time:
                time, before = view.opened_at, _NONE
            if before is not None and now > time:
                moved, elapsed = traffic - before, now - time
                return Rate(
                    moved.bytes_in / elapsed,
                    moved.bytes_out / elapsed,
                    moved.messages_in / elapsed,
                    moved.messages_out / elapsed,
                )
        return None
