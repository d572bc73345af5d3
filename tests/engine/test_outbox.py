import threading

import pytest

from socket_workbench.engine.outbox import ROOM, Outbox


@pytest.fixture
def outbox(threads):
    outbox = Outbox("outbox", threads)
    yield outbox
    outbox.close()
    assert outbox.join(10)


def test_actions_are_done_in_order_in_one_other_thread(outbox):
    done, finished = [], threading.Event()
    for number in range(100):
        outbox.put(lambda number=number: done.append((number, threading.get_ident())))
    outbox.put(finished.set)
    assert finished.wait(10)
    assert [number for number, _ in done] == list(range(100))
    idents = {ident for _, ident in done}
    assert len(idents) == 1
    assert threading.get_ident() not in idents


def test_no_thread_is_started_before_the_first_action(outbox):
    before = threading.active_count()
    outbox.cancel_timer("none")
    assert threading.active_count() == before


def test_timers_fire_in_the_order_in_which_they_are_due(outbox):
    fired, finished = [], threading.Event()
    outbox.start_timer("late", 0.05, lambda: (fired.append("late"), finished.set()))
    outbox.start_timer("soon", 0.0, lambda: fired.append("soon"))
    assert finished.wait(10)
    assert fired == ["soon", "late"]


def test_a_timer_of_the_same_name_is_replaced_and_a_cancelled_one_never_fires(outbox):
    fired, finished = [], threading.Event()
    outbox.start_timer("one", 0.0 + 60, lambda: fired.append("first"))
    outbox.start_timer("other", 0.01, lambda: fired.append("cancelled"))
    outbox.cancel_timer("other")
    outbox.start_timer("one", 0.05, lambda: (fired.append("second"), finished.set()))
    assert finished.wait(10)
    assert fired == ["second"]


def test_wait_for_room_waits_until_the_bytes_are_gone(outbox):
    blocked, release = threading.Event(), threading.Event()
    outbox.put(lambda: (blocked.set(), release.wait(10)), ROOM)
    assert blocked.wait(10)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(outbox.wait_for_room()))
    waiter.start()
    assert answers == []
    release.set()
    waiter.join(10)
    assert answers == [True]


def test_closing_drops_what_waits_and_tells_who_waits_for_room(threads):
    outbox = Outbox("outbox", threads)
    started, release, done = threading.Event(), threading.Event(), []
    outbox.put(lambda: (started.set(), release.wait(10)), ROOM)
    outbox.put(lambda: done.append("dropped"))
    assert started.wait(10)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(outbox.wait_for_room()))
    waiter.start()
    outbox.close()
    waiter.join(10)
    release.set()
    assert outbox.join(10)
    assert (answers, done) == ([False], [])
    outbox.put(lambda: done.append("too late"))
    outbox.start_timer("late", 0, lambda: done.append("too late"))
    assert done == []
