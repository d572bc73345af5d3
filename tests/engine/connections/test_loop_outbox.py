import threading

import pytest

from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.loop_outbox import LoopOutbox
from socket_workbench.engine.selector_loop import SelectorLoop
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.sockets.waiting.selector import Selector


@pytest.fixture
def loop():
    made = SelectorLoop(Selector())
    yield made
    made.close()


@pytest.fixture
def outbox(loop, journal):
    def do_all():
        while (action := made.next_due()) is not None:
            action()

    made = LoopOutbox(loop, ConnectionContext(journal, PlainThreads()), 300, do_all)
    return made


def test_the_loop_does_what_others_put_in_its_order_and_without_a_thread(loop, outbox):
    before, done = threading.active_count(), []
    for number in range(3):
        assert outbox.put(lambda number=number: done.append(number))
    while len(done) < 3:
        loop.run_once()
    assert done == [0, 1, 2]
    assert threading.active_count() == before
    assert outbox.join()


def test_nobody_waits_for_room(outbox):
    assert outbox.put_in_time(list, 10, deadline=float("inf"))
    assert outbox.put_in_time(list, 10, deadline=float("inf"))
    assert not outbox.put_in_time(list, 1000, deadline=float("inf"))
    assert outbox.lost_bytes == 1000


def test_timers_are_done_by_the_loop_the_earliest_first(loop, outbox):
    done = []
    outbox.start_timer("late", 0.02, lambda: done.append("late"))
    loop.run_once()
    outbox.start_timer("early", 0.001, lambda: done.append("early"))
    while len(done) < 2:
        loop.run_once()
    assert done == ["early", "late"]


def test_after_the_end_nothing_is_done(loop, outbox):
    done = []
    outbox.start_timer("t", 0, lambda: done.append("t"))
    loop.call_later(0.01, lambda: done.append("end"))
    outbox.close()
    while not done:
        loop.run_once()
    assert done == ["end"]
    assert outbox.next_due() is None
