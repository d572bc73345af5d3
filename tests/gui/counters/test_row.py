from dataclasses import replace
from typing import Any

import pytest

from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.looks.state_mark import Tone

ROW = CounterRow(1, "server", "tcp://127.0.0.1:1", "LISTEN", Tone.OPEN, Counts(bytes_in=5))


def test_rows_are_equal_only_while_nothing_has_changed():
    assert replace(ROW, counts=Counts(bytes_in=5)) == ROW
    assert replace(ROW, counts=Counts(bytes_in=6)) != ROW
    assert replace(ROW, opened=1) != ROW


def test_a_row_that_is_shown_cannot_be_changed():
    counts: Any = ROW.counts
    with pytest.raises(AttributeError):
        counts.bytes_in = 6
