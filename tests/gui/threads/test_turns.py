from functools import partial

import pytest
from PySide6.QtCore import QTimer

from socket_workbench.gui.threads import turns as turns_module
from socket_workbench.gui.threads.turns import Turns


def test_what_there_is_time_for_is_done_at_once_and_in_order(qtbot):
    turns = Turns()
    done: list[int] = []
    for number in range(3):
        turns.take(partial(done.append, number))
    assert done == [0, 1, 2]
    qtbot.waitUntil(lambda: not turns._turn.isActive())


def test_the_event_loop_runs_between_portions(qtbot, monkeypatch):
    now = 0.0

    def take_long():
        nonlocal now
        now += turns_module.AT_ONCE
        seen.append(rounds)

    monkeypatch.setattr(turns_module, "monotonic", lambda: now)
    turns, rounds = Turns(), 0
    seen: list[int] = []
    clock = QTimer(interval=0)

    def count():
        nonlocal rounds
        rounds += 1

    clock.timeout.connect(count)
    clock.start()
    for _ in range(20):
        turns.take(take_long)
    assert len(seen) == 1
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert len(set(seen)) >= 19
    clock.stop()


def test_a_call_that_asks_for_others_is_through_first(qtbot):
    turns, done = Turns(), []

    def ask():
        turns.take(lambda: done.append("inner"))
        done.append("outer")

    turns.take(ask)
    assert done == ["outer", "inner"]


def test_a_call_that_fails_keeps_no_other_from_being_made(qtbot):
    turns, done = Turns(), []
    with pytest.raises(ZeroDivisionError):
        turns.take(lambda: 1 / 0)
    turns.take(lambda: done.append(1))
    assert done == [1]
