"""How sockets stop: the base class alone, then every kind of stream."""

import socket
import threading

import pytest

from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.options import ClientOptions
from socket_workbench.sockets.waiting.interruptible import InterruptibleSocket

pytestmark = pytest.mark.usefixtures("each_way_of_waking")


class Counted(InterruptibleSocket):
    """Counts what the base class asks of it."""

    def __init__(self):
        super().__init__(socket.socket())
        self.wakes = self.releases = 0

    def call(self):
        self._check_interrupted()
        return "called"

    def _wake(self):
        assert self._socket.fileno() >= 0
        self.wakes += 1

    def _release(self):
        self.releases += 1
        super()._release()


def test_calls_go_through_until_interrupted():
    with Counted() as counted:
        assert counted.call() == "called"

        counted.interrupt()

        assert counted.wakes == 1
        with pytest.raises(Interrupted):
            counted.call()


def test_close_releases_once_and_nothing_is_woken_afterwards():
    counted = Counted()
    counted.close()
    counted.close()
    counted.interrupt()

    assert (counted.releases, counted.wakes) == (1, 0)
    with pytest.raises(Interrupted):
        counted.call()


def test_the_end_of_a_with_block_closes():
    with Counted() as counted:
        pass

    assert counted.releases == 1


@pytest.mark.parametrize("timeout", [None, 20.0])
def test_interrupt_wakes_a_blocked_receive(pair, start, timeout):
    ours, _ = pair
    receiving = start(lambda: ours.receive(10, timeout))
    receiving.wait_until_blocked()

    ours.interrupt()

    with pytest.raises(Interrupted):
        receiving.result()


def test_interrupt_wakes_a_send_to_a_peer_that_never_reads(pair, start, beyond_buffers):
    ours, _ = pair
    # Made first: a thread that waits for memory would look as if its send was blocked.
    payload = bytes(beyond_buffers)
    sending = start(lambda: ours.send(payload))
    sending.wait_until_blocked()

    ours.interrupt()

    with pytest.raises(Interrupted) as caught:
        sending.result()
    assert 0 < (caught.value.sent or 0) < beyond_buffers


def test_interrupt_wakes_receive_and_send_together(pair, start, beyond_buffers):
    ours, _ = pair
    tasks = [start(lambda: ours.send(bytes(beyond_buffers))), start(lambda: ours.receive(10))]
    for task in tasks:
        task.wait_until_blocked()

    ours.interrupt()

    for task in tasks:
        with pytest.raises(Interrupted):
            task.result()


CALLS = {
    "receive": lambda stream: stream.receive(1),
    "receive in time": lambda stream: stream.receive(1, 20.0),
    "send": lambda stream: stream.send(b"x"),
    "half-close": lambda stream: stream.send_eof(),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("ending", ["interrupt", "close", "reset"])
def test_calls_after_an_interrupt_or_close_are_interrupted_though_bytes_wait(pair, call, ending):
    ours, theirs = pair
    theirs.send(b"waiting")
    getattr(ours, ending)()

    with pytest.raises(Interrupted):
        call(ours)


def test_an_interrupt_that_races_with_the_call_is_never_lost(listener, start):
    for _ in range(100):
        with Connector(listener.endpoint, ClientOptions()).connect() as ours, listener.accept():
            receiving = start(lambda: ours.receive(10))
            ours.interrupt()
            with pytest.raises(Interrupted):
                receiving.result()


def test_everything_that_ends_a_stream_may_be_repeated(pair):
    for stream in pair:
        for ending in (
            stream.interrupt,
            stream.close,
            stream.close,
            stream.interrupt,
            stream.reset,
        ):
            ending()


def test_many_threads_may_end_the_same_stream(pair, start):
    ours, _ = pair
    begin = threading.Barrier(9)
    receiving = start(lambda: ours.receive(10))
    receiving.wait_until_blocked()

    def end():
        begin.wait()
        ours.interrupt()

    tasks = [start(end) for _ in range(8)]
    begin.wait()

    with pytest.raises(Interrupted):
        receiving.result()
    assert [task.result() for task in tasks] == [None] * 8
