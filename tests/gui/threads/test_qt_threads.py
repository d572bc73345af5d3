import sys
import threading

import pytest
from PySide6.QtCore import Qt, QThread

from socket_workbench.engine.threads import TURN, thread_name
from socket_workbench.gui.threads import qt_threads
from socket_workbench.gui.threads.qt_threads import QtThreads, WorkerThread


def test_a_function_runs_in_a_named_qthread_that_is_let_go_at_its_end(qtbot):
    threads, names = QtThreads(), []
    worker = threads.start("listen", lambda: names.append(QThread.currentThread().objectName()))
    assert worker.join(10)
    assert names == ["listen"]
    qtbot.waitUntil(lambda: threads.running() == [])


def test_each_function_finds_its_own_name_also_in_a_thread_that_ran_another(qtbot):
    threads, names = QtThreads(), []
    for name in ("first", "second"):
        assert threads.start(name, lambda: names.append(thread_name())).join(10)
    assert names == ["first", "second"]
    # Python keeps an object for each thread of another's that asks for its current one.
    assert not any(thread.name.startswith("Dummy") for thread in threading.enumerate())
    qtbot.waitUntil(lambda: threads.running() == [])


def test_join_and_wait_all_say_what_still_runs(qtbot):
    threads, go_on = QtThreads(), threading.Event()
    worker = threads.start("waits", go_on.wait)
    assert not worker.join(0)
    assert threads.running() == ["waits"]
    assert threads.wait_all(0.01) == ["waits"]
    go_on.set()
    assert worker.join()
    assert threads.wait_all(10) == []


def test_a_thread_can_be_started_from_another_thread(qtbot):
    threads, done = QtThreads(), threading.Event()
    outer = threads.start("outer", lambda: threads.start("inner", done.set))
    assert outer.join(10)
    assert done.wait(10)
    qtbot.waitUntil(lambda: threads.running() == [])


def test_thousands_of_short_threads_are_all_let_go(qtbot):
    threads = QtThreads()
    count = []
    for _ in range(2000):
        threads.start("short", lambda: count.append(1))
    qtbot.waitUntil(lambda: threads.running() == [], timeout=20_000)
    assert len(count) == 2000


def test_a_function_that_fails_still_ends_its_thread(qtbot):
    def fail():
        raise RuntimeError("on purpose")

    threads = QtThreads()
    with qtbot.captureExceptions() as caught:
        worker = threads.start("fails", fail)
        assert worker.join(10)
        qtbot.waitUntil(lambda: threads.running() == [] and len(caught) == 1)
    assert [str(each[1]) for each in caught] == ["on purpose"]


def test_a_thread_that_has_nothing_to_do_runs_what_comes_next(qtbot):
    threads, idents = QtThreads(), []
    for _ in range(20):
        assert threads.start("short", lambda: idents.append(threading.get_ident())).join(10)
        qtbot.wait(2)
    assert len(set(idents)) < 20
    assert threads.wait_all(10) == []


def test_a_thread_without_a_task_finishes_by_itself(qtbot):
    threads = QtThreads()
    assert threads.start("short", lambda: None).join(10)
    qtbot.waitUntil(lambda: not threads._threads, timeout=20_000)


def test_a_task_given_while_a_thread_gives_up_waiting_is_not_lost(qtbot, monkeypatch):
    monkeypatch.setattr(qt_threads, "IDLE_SECONDS", 0.0)
    threads, count = QtThreads(), []
    for _ in range(2000):
        threads.start("short", lambda: count.append(1))
    qtbot.waitUntil(lambda: len(count) == 2000, timeout=20_000)
    assert threads.wait_all(10) == []


def test_closing_idle_threads_leaves_those_that_run(qtbot):
    threads, go_on = QtThreads(), threading.Event()
    busy = threads.start("busy", go_on.wait)
    assert threads.start("short", lambda: None).join(10)
    threads.close_idle()
    assert threads.running() == ["busy"]
    assert len(threads._threads) == 1
    go_on.set()
    assert busy.join(10)
    assert threads.wait_all(10) == []


def test_turns_are_as_long_as_there_are_tasks(qtbot, monkeypatch):
    before = sys.getswitchinterval()
    try:
        monkeypatch.setattr("socket_workbench.engine.threads.TURN_PER_THREAD", 1.0)
        threads, go_on = QtThreads(), threading.Event()
        workers = [threads.start("waits", go_on.wait) for _ in range(3)]
        assert sys.getswitchinterval() == pytest.approx(3)
        go_on.set()
        assert [worker.join(10) for worker in workers] == [True] * 3
        assert sys.getswitchinterval() == pytest.approx(TURN)
    finally:
        sys.setswitchinterval(before)
    assert threads.wait_all(10) == []


def test_a_thread_that_a_thread_has_started_is_destroyed_in_the_window_and_never_moved(
    qtbot, monkeypatch
):
    """Moving it could block the interpreter for good: see `QtThreads`."""
    moved: list[object] = []
    destroyed_in: list[threading.Thread] = []

    class Noted(WorkerThread):
        def __init__(self, *given):
            super().__init__(*given)
            self.destroyed.connect(
                lambda: destroyed_in.append(threading.current_thread()),
                Qt.ConnectionType.DirectConnection,
            )

    monkeypatch.setattr(qt_threads, "WorkerThread", Noted)
    monkeypatch.setattr(WorkerThread, "moveToThread", moved.append, raising=False)
    monkeypatch.setattr(qt_threads, "MOST_IDLE", 0)
    started = QtThreads()
    started.start("outer", lambda: started.start("inner", int).join())
    qtbot.waitUntil(lambda: len(destroyed_in) == 2)

    assert set(destroyed_in) == {threading.main_thread()}
    assert moved == []
