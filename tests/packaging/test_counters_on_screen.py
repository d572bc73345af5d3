import math

import pytest

from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plots import CounterPlots
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone

ROW = CounterRow(1, "client", "tcp://127.0.0.1:1", "OPEN", Tone.OPEN, Counts())
TIMES = [-40.0, 0.0]


@pytest.fixture
def counters(load):
    return load("counters_on_screen")


@pytest.mark.parametrize(("received", "is_drawn"), [([1000.0, 1000.0], True), ([], False)])
def test_a_picture_with_traffic_has_the_area_under_a_curve_and_one_without_has_none(
    qtbot, theme, counters, received, is_drawn
):
    plots = CounterPlots()
    qtbot.addWidget(plots)
    plots.resize(400, 300)
    with qtbot.waitExposed(plots):
        plots.show()
    none = [math.nan] * len(received)
    times = TIMES[: len(received)]
    plots.show_history(CounterHistory(ROW, True, times, received, received, none, none), 60)
    assert counters.is_drawn(plots.grab().toImage()) is is_drawn
