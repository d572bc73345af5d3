import math
import sys
import threading
from time import time_ns

import pytest

from socket_workbench.engine import threads
from socket_workbench.engine.threads import (
    LONGEST,
    PATIENCE,
    TURN,
    PlainThreads,
    Precedence,
    one_at_a_time,
    share_turns,
)


def test_a_worker_runs_in_a_thread_of_the_given_name():
    names = []
    worker = PlainThreads().start("listen", lambda: names.append(threading.current_thread().name))
    assert worker.join(10)
    assert names == ["listen"]


def test_join_says_whether_the_worker_has_ended():
    go_on = threading.Event()
    worker = PlainThreads().start("waits", go_on.wait)
    assert not worker.join(0)
    go_on.set()
    assert worker.join(10)


@pytest.fixture
def interval():
    before = sys.getswitchinterval()
    yield sys.getswitchinterval
    sys.setswitchinterval(before)


def test_few_threads_take_turns_quickly_and_many_less_so(interval):
    share_turns(1)
    assert interval() == pytest.approx(TURN)
    share_turns(5000)
    assert interval() == pytest.approx(0.05)


def test_turns_are_as_long_as_there_are_threads(interval, monkeypatch):
    monkeypatch.setattr(threads, "TURN_PER_THREAD", 1.0)
    before = threading.active_count()
    go_on = threading.Event()
    worker = PlainThreads().start("waits", go_on.wait)
    assert interval() == pytest.approx(before + 1)
    go_on.set()
    assert worker.join(10)
    assert interval() == pytest.approx(before)


WAIT = 20_000_000_000


def test_nobody_waits_without_a_sign_of_life():
    assert Precedence().due == math.inf


def test_loops_are_to_wait_when_no_sign_has_come_for_a_while():
    precedence = Precedence()
    before = time_ns()
    precedence.give_sign()
    assert before + PATIENCE <= precedence.due <= time_ns() + PATIENCE


def test_who_waits_goes_on_with_the_next_sign(monkeypatch):
    monkeypatch.setattr("socket_workbench.engine.threads.LONGEST", WAIT)
    precedence = Precedence()
    precedence.give_sign()
    first = precedence.due
    waiting = threading.Thread(target=precedence.let_pass)
    waiting.start()
    # Given again and again: one alone could come before the thread waits.
    while waiting.is_alive():
        precedence.give_sign()
        waiting.join(0.001)
    assert precedence.due > first


def test_who_gives_no_more_signs_lets_everybody_go_on(monkeypatch):
    monkeypatch.setattr("socket_workbench.engine.threads.LONGEST", WAIT)
    precedence = Precedence()
    precedence.give_sign()
    waiting = threading.Thread(target=precedence.let_pass)
    waiting.start()
    while waiting.is_alive():
        precedence.renounce()
        waiting.join(0.001)
    assert precedence.due == math.inf


def test_loops_go_on_for_as_long_as_they_have_waited_in_vain():
    precedence = Precedence()
    precedence.give_sign()
    before = time_ns()
    precedence.let_pass()
    # A sign from before the wait does not count.
    assert precedence.due >= before + 2 * LONGEST


def test_blocks_are_done_one_after_the_other():
    inside, most = [], []

    def take():
        with one_at_a_time():
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1] * 20


def test_nobody_waits_for_one_that_takes_for_ever(monkeypatch):
    monkeypatch.setattr(threads, "LONGEST_WAIT", 0.01)
    inside, release = threading.Event(), threading.Event()

    def hang():
        with one_at_a_time():
            inside.set()
            release.wait(20)

    hanging = threading.Thread(target=hang)
    hanging.start()
    assert inside.wait(20)
    done = []
    with one_at_a_time():
        done.append("went ahead")
    release.set()
    hanging.join(20)
    with one_at_a_time():
        done.append("and the turn is free again")
    assert len(done) == 2
