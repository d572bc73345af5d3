import pytest

from socket_workbench.sockets.waiting.wakeup import WakeUp


@pytest.fixture
def wake():
    made = WakeUp()
    yield made
    made.close()


def test_nobody_is_woken_without_reason(wake):
    assert wake.wait(0.01) is False


def test_waking_is_for_good(wake):
    wake.wake()
    wake.wake()

    assert wake.wait(20.0) is True
    assert wake.wait(20.0) is True


def test_who_waits_already_is_woken(wake, start):
    waiting = start(lambda: wake.wait(20.0))
    waiting.wait_until_blocked()

    wake.wake()

    assert waiting.result() is True


def test_waking_after_the_end_is_harmless(wake):
    wake.close()
    wake.wake()
    wake.close()


def test_its_descriptor_can_be_waited_for(wake):
    assert wake.fileno() >= 0
