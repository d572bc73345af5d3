"""What the plots of counters show of one endpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from socket_workbench.gui.counters.row import CounterRow


@dataclass(frozen=True, slots=True)
class CounterHistory:
    """The last minutes of one endpoint; all sequences are of one length.

    Attributes:
        row: how the endpoint stands now.
        is_client: whether it is a client; what a client sends goes to a server.
        times: seconds before now, negative, the oldest first.
        bytes_in: bytes received in a second.
        bytes_out: bytes sent in a second.
        median: seconds that the median reply took; not a number where there was none.
        slow: the same for all but the slowest five of a hundred.
    """

    row: CounterRow
    is_client: bool
    times: Sequence[float]
    bytes_in: Sequence[float]
    bytes_out: Sequence[float]
    median: Sequence[float]
    slow: Sequence[float]
