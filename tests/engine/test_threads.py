import sys
import threading

import pytest

from socket_workbench.engine import threads
from socket_workbench.engine.threads import TURN, PlainThreads, share_turns


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
