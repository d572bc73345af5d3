import math

import pytest

from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plots import CounterPlots
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone

ROW = CounterRow(1, "server", "tcp://127.0.0.1:1", "LISTEN", Tone.OPEN, Counts())


@pytest.fixture
def plots(qtbot, theme):
    plots = CounterPlots()
    qtbot.addWidget(plots)
    plots.resize(400, 300)
    with qtbot.waitExposed(plots):
        plots.show()
    return plots


def history(is_client=False, **lines):
    values = {
        "bytes_in": [0.0, 1_200_000.0],
        "bytes_out": [0.0, 21.0],
        "median": [math.nan, 0.000032],
        "slow": [math.nan, 0.0014],
        **lines,
    }
    return CounterHistory(ROW, is_client, [-1.0, 0.0], **values)


def test_both_plots_say_where_they_are_now(plots):
    plots.show_history(history(), 60)
    assert plots.rates.legend.text() == "Rate · in 1.2 MB/s · out 21 B/s"
    assert plots.times.legend.text() == "RTT · p95 1.4 ms · p50 32 µs"
    assert plots.rates.axis_words("left") == ["0 B/s", "1.0 MB/s", "2.0 MB/s"]
    assert plots.times.axis_words("left") == ["0 µs", "1.0 ms", "2.0 ms"]


def test_nothing_to_tell_is_a_dash(plots):
    plots.show_history(history(median=[0.1, math.nan], slow=[0.1, math.nan]), 60)
    assert plots.times.legend.text() == "RTT · p95 – · p50 –"
    empty = CounterHistory(ROW, True, [], [], [], [], [])
    plots.show_history(empty, 900)
    assert plots.rates.legend.text() == "Rate · in 0 B/s · out 0 B/s"
    assert plots.rates.axis_words("bottom")[-1] == "−15 min"


def test_what_goes_to_the_server_has_one_colour_on_both_sides(plots):
    plots.show_history(history(is_client=False), 60)
    of_server = [curve.token for curve in plots.rates._curves]
    plots.show_history(history(is_client=True), 60)
    assert of_server == ["to_server", "to_client"]
    assert [curve.token for curve in plots.rates._curves] == of_server[::-1]
