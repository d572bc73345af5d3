from typing import Any

import pytest

from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone


def test_a_history_belongs_to_a_row_and_stays_as_it_is():
    row = CounterRow(1, "client", "tcp://127.0.0.1:1", "ESTABLISHED", Tone.OPEN, Counts())
    history: Any = CounterHistory(row, True, [-1.0], [2.0], [3.0], [4.0], [5.0])
    assert history.row.name == "client"
    with pytest.raises(AttributeError):
        history.is_client = False
