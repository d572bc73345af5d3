import signal

import pytest

from socket_workbench.cli.held_signals import TerminatedError, answered, hold, raised
from socket_workbench.system import ENDING_SIGNALS


@pytest.fixture
def mask():
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_a_held_signal_is_raised_when_there_is_somebody_to_answer(mask):
    hold()
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(TerminatedError) as ended, raised():
        pass

    assert ended.value.code == 143


@pytest.mark.parametrize("number", sorted(ENDING_SIGNALS))
def test_signals_are_raised_and_held_again_afterwards(mask, number):
    hold()
    expected = KeyboardInterrupt if number == signal.SIGINT else TerminatedError
    with pytest.raises(expected), raised():
        signal.raise_signal(number)

    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) >= ENDING_SIGNALS


def test_handlers_are_as_before():
    before = {number: signal.getsignal(number) for number in ENDING_SIGNALS}
    with raised():
        pass

    assert {number: signal.getsignal(number) for number in ENDING_SIGNALS} == before


def test_a_hangup_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert signal.SIGHUP not in answered()
        with raised():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
