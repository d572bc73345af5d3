"""The two plots of the counters: rates and reply times. Needs pyqtgraph."""

import math
from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plot_legend import Curve
from socket_workbench.gui.counters.time_plot import TimePlot
from socket_workbench.gui.looks.wording import byte_rate, reply_time
from socket_workbench.language import tr

_LEAST_RATE = 100.0
_LEAST_TIME = 0.0001

_OF_SERVER = (Curve("to_server", filled=True), Curve("to_client"))
_OF_CLIENT = (Curve("to_client", filled=True), Curve("to_server"))


class CounterPlots(QWidget):
    """Plots a `CounterHistory` in the log's colours of directions.

    Attributes:
        rates: bytes per second, in and out.
        times: reply times.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rates = TimePlot(
            tr("Rate"), _OF_SERVER, byte_rate, _LEAST_RATE, byte_rate(888_000_000)
        )
        self.times = TimePlot(
            tr("RTT"),
            (Curve("dim", filled=True), Curve("accent")),
            reply_time,
            _LEAST_TIME,
            byte_rate(888_000_000),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.rates, 1)
        column.addWidget(self.times, 1)

    def show_history(self, history: CounterHistory, seconds: float) -> None:
        """Plot an endpoint's last `seconds`."""
        self.rates.set_curves(_OF_CLIENT if history.is_client else _OF_SERVER)
        self.rates.show_values(
            history.times,
            (history.bytes_in, history.bytes_out),
            (
                tr("in {rate}", rate=byte_rate(_last(history.bytes_in))),
                tr("out {rate}", rate=byte_rate(_last(history.bytes_out))),
            ),
            seconds,
        )
        self.times.show_values(
            history.times,
            (history.slow, history.median),
            (
                tr("p95 {time}", time=_time(_last(history.slow, math.nan))),
                tr("p50 {time}", time=_time(_last(history.median, math.nan))),
            ),
            seconds,
        )


def _last(values: Sequence[float], nothing: float = 0.0) -> float:
    return values[-1] if len(values) else nothing


def _time(seconds: float) -> str:
    return "–" if math.isnan(seconds) else reply_time(seconds)
