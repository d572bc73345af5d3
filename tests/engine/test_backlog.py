import threading

from socket_workbench.dialogues.commands import Ask, Save, Show, StepBegun
from socket_workbench.engine.backlog import Backlog, cost_of

BEGUN = StepBegun((0,), "Wait", 1)
ONE = cost_of(BEGUN)


def waiting(backlog, update=BEGUN):
    """Begin a thread that adds an update; returns it and what is set once it has."""
    added = threading.Event()

    def add():
        backlog.add(update)
        added.set()

    thread = threading.Thread(target=add)
    thread.start()
    return thread, added


def test_what_is_shown_and_saved_counts_with_its_bytes():
    assert cost_of(Show(b"x" * 1000)) == cost_of(Save("a", b"x" * 1000)) == ONE + 1000
    assert cost_of(Ask("?")) == ONE


def test_a_script_waits_until_there_is_room():
    backlog = Backlog(most=ONE, patience=60)
    backlog.add(BEGUN)
    thread, added = waiting(backlog)
    assert not added.wait(0.05)

    backlog.remove(BEGUN)
    thread.join()
    assert added.is_set()


def test_nobody_waits_once_nobody_looks():
    backlog = Backlog(most=ONE, patience=60)
    backlog.add(BEGUN)
    thread, _ = waiting(backlog)
    backlog.open()
    thread.join()
    waiting(backlog)[0].join()


def test_nobody_waits_longer_than_that():
    backlog = Backlog(most=ONE, patience=0.01)
    backlog.add(BEGUN)
    waiting(backlog)[0].join()


def test_the_thread_that_looks_never_waits():
    backlog = Backlog(most=ONE, patience=60)
    for _ in range(3):
        backlog.add(BEGUN)
