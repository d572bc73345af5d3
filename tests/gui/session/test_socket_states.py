import threading
from typing import Any

import pytest

from socket_workbench.engine.socket_watch import Owner, Part, SeenSocket, Sighting
from socket_workbench.gui.session import socket_states
from socket_workbench.gui.session.socket_states import SocketStates
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.threads.ticker import Ticker
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol
from socket_workbench.sockets.kernel.tcp_states import TcpState

ADDRESS = "tcp://127.0.0.1:80"


def socket_of(connection, state=TcpState.ESTABLISHED, number=1, *, is_ended=False):
    part = Part.CONNECTION if connection else Part.OWN
    owner = Owner("Server 1", ADDRESS, True, part, connection)
    return SeenSocket(number, owner, KernelSocket(Protocol.TCP, state, "", ""), (), 0, is_ended)


class Watch:
    """Counts its looks, and tells what a test has set."""

    def __init__(self):
        self.sighting = Sighting()
        self.wanted = True
        self.threads = []

    def add(self, running):
        pass

    def is_wanted(self):
        return self.wanted

    def look(self):
        self.threads.append(threading.current_thread())
        return self.sighting


@pytest.fixture
def states(qapp):
    states = SocketStates(Ticker())
    watch: Any = Watch()
    states._watch = watch
    yield states
    states.close()


def look(states, qtbot):
    with qtbot.waitSignal(states.looked):
        states._on_ticker_ticked()


def test_it_looks_in_one_thread_that_is_not_the_windows(states, qtbot):
    for _ in range(3):
        states._due = 0
        look(states, qtbot)

    threads = states._watch.threads
    assert len(threads) == 3
    assert len(set(threads)) == 1
    assert threads[0] is not threading.main_thread()


def test_it_does_not_look_again_before_the_last_look_has_paid_off(states, qtbot):
    states._watch.sighting = Sighting(seconds=60.0)
    look(states, qtbot)

    states._on_ticker_ticked()

    assert not states._is_asked
    assert len(states._watch.threads) == 1


def test_it_does_not_look_where_nothing_runs(states):
    states._watch.wanted = False
    states._on_ticker_ticked()
    assert not states._is_asked
    assert states._job is None


def test_it_looks_no_more_when_it_is_closed(states, qtbot):
    look(states, qtbot)
    assert "look at sockets" in running_jobs()
    states.close()

    qtbot.waitUntil(lambda: "look at sockets" not in running_jobs())
    states._due = 0
    states._on_ticker_ticked()
    assert not states._is_asked


def test_after_a_while_without_a_look_another_thread_takes_over(states, qtbot, monkeypatch):
    monkeypatch.setattr(socket_states, "_KEPT", 0.0)
    look(states, qtbot)
    first = states._watch.threads[0]
    first.join()
    states._due = 0
    look(states, qtbot)

    assert states._watch.threads[1] is not first


def test_sockets_are_found_by_connection_and_by_address(states, qtbot):
    listener = socket_of(0, TcpState.LISTEN)
    newest, ended = socket_of(3, number=2), socket_of(3, number=3, is_ended=True)
    assert states.of_connection(3) is None
    assert states.of_listener(ADDRESS) is None
    states._watch.sighting = Sighting((listener, newest, ended))
    look(states, qtbot)

    assert states.of_connection(3) is newest
    assert states.of_connection(4) is None
    assert states.of_listener(ADDRESS) is listener
    assert states.of_listener("tcp://127.0.0.1:81") is None
