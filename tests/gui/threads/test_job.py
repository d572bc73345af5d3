import _thread
import gc
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from shiboken6 import delete, isValid

from socket_workbench.gui.threads import job as jobs
from socket_workbench.gui.threads.job import Job, running_jobs
from socket_workbench.journal.errors import JournalError

SIGNALS = ("progressed", "told", "succeeded", "cancelled", "failed")
ENDS = {"succeeded", "cancelled", "failed"}


class Listener:
    """Notes what a job emits, and sees that all of it comes in the window's thread."""

    def __init__(self):
        self.heard = []

    def note(self, name, *arguments):
        assert threading.current_thread() is threading.main_thread()
        self.heard.append((name, *arguments))

    def follow(self, job):
        for name in SIGNALS:
            getattr(job, name).connect(lambda *said, name=name: self.note(name, *said))
        return job

    @property
    def has_end(self):
        return bool(self.heard) and self.heard[-1][0] in ENDS


@pytest.fixture
def go():
    """Lets functions of a test's jobs return; set at the end in any case."""
    go = threading.Event()
    yield go
    go.set()


@pytest.fixture
def run(qtbot):
    """Runs a function to its end; returns what was emitted."""

    def run(work, **arguments):
        listener = Listener()
        job = listener.follow(Job("work", work, **arguments))
        job.start()
        qtbot.waitUntil(lambda: listener.has_end)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not isValid(job)
        return listener.heard

    return run


def test_a_result_is_told_from_a_thread_of_that_name(run):
    assert run(lambda token: threading.current_thread().name) == [("succeeded", "work")]
    assert running_jobs() == []


def test_parts_come_in_order_and_before_the_result(run):
    def work(token):
        for number in range(1000):
            token.tell(number)
        return "all"

    heard = run(work)
    assert heard == [*(("told", number) for number in range(1000)), ("succeeded", "all")]


def test_progress_is_told_now_and_then_however_often_it_is_said(run, monkeypatch):
    def work(token):
        for number in range(100_000):
            token.progress(number, 100_000)

    monkeypatch.setattr(jobs, "TELL_INTERVAL", 3600)
    assert run(work) == [("succeeded", None)]
    monkeypatch.setattr(jobs, "TELL_INTERVAL", 0)
    heard = run(work)
    # The window is called once until it has looked.
    assert heard[0][0] == "progressed"
    assert len(heard) < 100_000
    assert heard[:-1] == sorted(heard[:-1])


def test_an_error_is_a_sentence(run):
    def work(token):
        raise JournalError("There is no file.")

    assert run(work) == [("failed", "There is no file.")]


def test_a_mistake_in_the_program_is_reported_and_ends_the_job(run, monkeypatch):
    reported = []
    monkeypatch.setattr(sys, "excepthook", lambda *said: reported.append(said))

    (heard,) = run(lambda token: 1 // 0)

    assert heard[0] == "failed"
    assert "division" in heard[1]
    assert [kind for kind, _, _ in reported] == [ZeroDivisionError]


def test_cancelling_tells_how_it_ends(qtbot, run):
    def give_up(token):
        assert token.take(20) == []
        raise JournalError("Cancelled.")

    def finish(token):
        token.take(20)
        return "done all the same"

    heard = []
    for work in (give_up, finish):
        listener = Listener()
        job = listener.follow(Job("work", work))
        job.start()
        job.cancel()
        qtbot.waitUntil(lambda listener=listener: listener.has_end)
        heard += listener.heard
    assert heard == [("cancelled",), ("succeeded", "done all the same")]


def test_of_a_dropped_job_nothing_is_told(qtbot, go):
    listener = Listener()
    told, seen = threading.Event(), []

    def work(token):
        token.tell("part")
        told.set()
        go.wait()
        seen.append(token.is_cancelled())

    job = listener.follow(Job("work", work))
    job.start()
    assert told.wait(20)
    job.drop()
    go.set()
    qtbot.waitUntil(lambda: running_jobs() == [])
    QCoreApplication.processEvents()
    assert (listener.heard, seen) == ([], [True])


def test_a_slot_can_drop_the_job(qtbot, go):
    def work(token):
        for number in range(9):
            token.tell(number)
        go.wait()

    heard = []

    def hear_one(part):
        heard.append(part)
        job.drop()

    job = Job("work", work)
    job.told.connect(hear_one)
    job.start()
    qtbot.waitUntil(lambda: heard == [0])
    go.set()
    qtbot.waitUntil(lambda: running_jobs() == [])
    QCoreApplication.processEvents()
    assert heard == [0]


@pytest.mark.parametrize("cancel", [True, False])
def test_its_parent_may_go_while_the_function_hangs(qtbot, go, cancel):
    cancelled: list[bool] = []

    def work(token):
        go.wait()
        token.tell("something")
        # Told once more than the window listens: it learns of that with the first.
        cancelled.extend(token.take(20) or [token.is_cancelled()])

    parent = QObject()
    job = Job("hanging", work, parent)
    job.start()
    if cancel:
        job.drop()
    del job
    delete(parent)
    gc.collect()
    assert running_jobs() == ["hanging"]
    go.set()
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert cancelled == [True]


def test_what_is_given_arrives_in_order(qtbot):
    listener = Listener()

    def work(token):
        found = []
        while given := token.take(20):
            found += given
            if given[-1] is None:
                return found
        return None

    job = listener.follow(Job("work", work))
    assert job.give(0)
    job.start()
    assert all(job.give(number) for number in range(1, 500))
    assert job.give(None)
    qtbot.waitUntil(lambda: listener.has_end)
    assert listener.heard == [("succeeded", [*range(500), None])]


def test_what_comes_too_late_is_refused(qtbot, go):
    """Whoever gives knows that it was not taken, and starts another job."""

    def work(token):
        assert token.take(0) == []
        stopped.set()
        go.wait()

    stopped = threading.Event()
    listener = Listener()
    job = listener.follow(Job("work", work))
    job.start()
    assert stopped.wait(20)
    assert not job.give(1)
    go.set()
    qtbot.waitUntil(lambda: listener.has_end)


def test_many_jobs_run_at_the_same_time(qtbot):
    together = threading.Barrier(50)
    listener = Listener()
    for _ in range(50):
        listener.follow(Job("work", lambda token: together.wait(20))).start()
    qtbot.waitUntil(lambda: len(listener.heard) == 50)
    assert sorted(listener.heard) == [("succeeded", number) for number in range(50)]


def test_the_window_does_not_wait_until_the_thread_runs(qtbot, monkeypatch):
    may_run = threading.Event()
    start = threading.Thread.start

    def start_later(thread):
        may_run.wait()
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_later)
    job = Job("work", lambda token: 7)
    with qtbot.waitSignal(job.succeeded) as done:
        job.start()
        assert running_jobs() == ["work"]
        may_run.set()
    assert done.args == [7]


@pytest.mark.parametrize("are_none_left", [False, True])
def test_a_job_without_a_thread_fails(qtbot, monkeypatch, are_none_left):
    def start(*_thread):
        raise RuntimeError("can't start new thread")

    crashes = []
    monkeypatch.setattr(sys, "excepthook", lambda *crash: crashes.append(str(crash[1])))
    monkeypatch.setattr(threading.Thread, "start", start)
    if are_none_left:
        monkeypatch.setattr(_thread, "start_new_thread", start)
    job = Job("work", lambda token: 7)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    assert "can't start new thread" in failed.args[0]
    assert crashes == ["can't start new thread"]
    assert running_jobs() == []
