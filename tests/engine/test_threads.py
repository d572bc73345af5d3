import sys
import threading

import pytest

from socket_workbench.engine.threads import TURN, PlainThreads, take_turns_quickly


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


def test_threads_take_turns_quickly():
    before = sys.getswitchinterval()
    try:
        take_turns_quickly()
        assert sys.getswitchinterval() == pytest.approx(TURN)
    finally:
        sys.setswitchinterval(before)
