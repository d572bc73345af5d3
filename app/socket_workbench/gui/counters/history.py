"""The data of an endpoint's plots."""

from collections.abc import Sequence
from dataclasses import dataclass

from socket_workbench.gui.counters.row import CounterRow


@dataclass(frozen=True, slots=True)
class CounterHistory:
    """The last minutes of one endpoint; all sequences have the same length.

    Attributes:
        row: the endpoint's current counters.
        is_client: whether it is a client, which gives the directions of in and out.
        times: seconds before now, negative, the oldest first.
        bytes_in: bytes received per second.
        bytes_out: bytes sent per second.
        median: the median reply time in seconds; NaN where there was no reply.
        slow: the 95th percentile of reply times in seconds; NaN where there was no reply.
    """

    row: CounterRow
    is_client: bool
    times: Sequence[float]
    bytes_in: Sequence[float]
    bytes_out: Sequence[float]
    median: Sequence[float]
    slow: Sequence[float]
