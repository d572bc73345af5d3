import queue
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.connections.outbox import MESSAGE_COST, ROOM, Outbox
from socket_workbench.engine.threads import PlainThreads


class Hold:
    """An action that lasts until it is released."""

    def __init__(self):
        self.begun, self.release = threading.Event(), threading.Event()

    def __call__(self):
        self.begun.set()
        assert self.release.wait(20)


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
    fired: queue.SimpleQueue[str] = queue.SimpleQueue()
    outbox.start_timer("late", 0.05, lambda: fired.put("late"))
    outbox.start_timer("soon", 0.0, lambda: fired.put("soon"))
    assert [fired.get(timeout=10), fired.get(timeout=10)] == ["soon", "late"]


def test_a_timer_of_the_same_name_is_replaced_and_a_cancelled_one_never_fires(outbox):
    fired: queue.SimpleQueue[str] = queue.SimpleQueue()
    outbox.start_timer("one", 60, lambda: fired.put("first"))
    outbox.start_timer("other", 0.01, lambda: fired.put("cancelled"))
    outbox.cancel_timer("other")
    outbox.start_timer("one", 0.05, lambda: fired.put("second"))
    assert fired.get(timeout=10) == "second"
    assert fired.empty()


def test_wait_for_room_waits_until_the_bytes_are_gone(outbox):
    hold = Hold()
    outbox.put(hold, ROOM)
    assert hold.begun.wait(10)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(outbox.wait_for_room()))
    waiter.start()
    assert answers == []
    hold.release.set()
    waiter.join(10)
    assert answers == [True]


def test_closing_drops_what_waits_and_tells_who_waits_for_room(threads):
    outbox = Outbox("outbox", threads)
    hold, done = Hold(), []
    outbox.put(hold, ROOM)
    outbox.put(lambda: done.append("dropped"))
    assert hold.begun.wait(10)
    answers = []
    waiter = threading.Thread(target=lambda: answers.append(outbox.wait_for_room()))
    waiter.start()
    outbox.close()
    waiter.join(10)
    hold.release.set()
    assert outbox.join(10)
    assert (answers, done) == ([False], [])
    outbox.put(lambda: done.append("too late"))
    outbox.start_timer("late", 0, lambda: done.append("too late"))
    assert done == []


class Held:
    """An outbox whose thread is held up in its first action."""

    def __init__(self, most_waiting, size=0):
        self.hold, self.done = Hold(), []
        self.outbox = Outbox("outbox", PlainThreads(), most_waiting)
        self.outbox.put(self.hold, size)
        assert self.hold.begun.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.hold.release.set()
        self.outbox.close()
        assert self.outbox.join(20)


@given(st.lists(st.integers(0, 5000), max_size=30), st.integers(1, 10_000))
def test_what_waits_is_bounded_whatever_its_sizes(sizes, most):
    with Held(most) as held:
        taken = [size for size in sizes if held.outbox.put(held.done.append, size)]
        cost = sum(size + MESSAGE_COST for size in taken)
        assert cost <= most or len(taken) == 1
        assert bool(taken) == bool(sizes)
        assert held.outbox.lost_messages == len(sizes) - len(taken)
        held.outbox.close()
        assert (held.outbox.lost_messages, held.outbox.lost_bytes) == (len(sizes), sum(sizes))


def test_empty_messages_without_end_are_bounded_too():
    with Held(100 * MESSAGE_COST) as held:
        assert sum(held.outbox.put(held.done.append, 0) for _ in range(1000)) == 100


def test_a_large_message_is_taken_when_none_waits_and_an_action_without_one_always():
    with Held(1, size=1_000_000) as held:
        assert held.outbox.put(held.done.append, 30_000_000)
        assert not held.outbox.put(held.done.append, 0)
        assert held.outbox.put(held.done.append)


def test_room_is_waited_for_until_it_is_there():
    with Held(1) as held:
        assert held.outbox.put(lambda: held.done.append("first"), 10)
        answers = []
        late = threading.Event()

        def put():
            answers.append(held.outbox.put_in_time(late.set, 10, time.monotonic() + 20))

        waiter = threading.Thread(target=put)
        waiter.start()
        held.hold.release.set()
        waiter.join(20)
        assert late.wait(20)
        assert answers == [True]


def test_room_is_waited_for_only_until_the_deadline():
    with Held(1) as held:
        assert held.outbox.put(lambda: None, 10)
        assert not held.outbox.put_in_time(lambda: None, 10, time.monotonic())
        assert held.outbox.lost_bytes == 10
