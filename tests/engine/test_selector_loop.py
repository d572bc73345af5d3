import threading

import pytest

from socket_workbench.engine.selector_loop import SelectorLoop
from socket_workbench.sockets.waiting.readiness import linked
from socket_workbench.sockets.waiting.selector import READ, Selector


@pytest.fixture
def loop():
    made = SelectorLoop(Selector())
    yield made
    made.close()


def test_what_another_thread_asks_for_is_done_by_the_loop(loop):
    done = []
    asking = threading.Thread(target=loop.call, args=(lambda: done.append(threading.get_ident()),))
    asking.start()
    while not done:
        loop.run_once()
    asking.join()
    assert done == [threading.get_ident()]


def test_what_is_due_is_done_in_its_order_and_once(loop):
    done = []
    loop.call_later(0.02, lambda: done.append("second"))
    loop.call_later(0, lambda: done.append("first"))
    cancelled = loop.call_later(0, lambda: done.append("never"))
    cancelled.cancel()
    cancelled.cancel()
    while len(done) < 2:
        loop.run_once()
    loop.wake()
    loop.run_once()
    assert done == ["first", "second"]


def test_an_action_may_ask_for_another_one(loop):
    done = []
    loop.call(lambda: loop.call(lambda: done.append("later")))
    loop.run_once()
    assert not done
    loop.run_once()
    assert done == ["later"]


def test_sockets_that_are_ready_are_told(loop):
    reader, writer = linked()
    told: list[int] = []
    with reader, writer:
        loop.watch(reader, READ, told.append)
        writer.send(b"x")
        loop.run_once()
        loop.watch(reader, 0, told.append)
        loop.call_later(0, told.clear)
        loop.run_once()
    assert told == []
