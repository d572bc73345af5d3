import threading

from socket_workbench.engine.connections.linger import Linger
from socket_workbench.sockets.waiting.readiness import wait_readable


def wait_for_wake(wake):
    """Stand in for a stream whose peer stays."""
    return not wait_readable(wake, 20)


def in_thread(lingering, begun=wait_for_wake):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(lingering.wait(begun)))
    thread.start()
    return thread, answers


def test_it_returns_when_all_is_over():
    lingering = Linger()
    thread, answers = in_thread(lingering)
    lingering.end()
    thread.join(20)
    assert answers == [False]
    lingering.end()
    assert lingering.wait(wait_for_wake) is False


def test_it_says_when_the_peer_is_gone():
    assert Linger().wait(lambda wake: True)


def test_without_a_descriptor_to_be_woken_through_it_waits_all_the_same(monkeypatch):
    def fail():
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("socket_workbench.engine.connections.linger.WakeUp", fail)
    lingering = Linger()
    thread, answers = in_thread(lingering)
    lingering.end()
    thread.join(20)
    assert answers == [False]
