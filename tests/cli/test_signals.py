import contextlib
import signal

import pytest

from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.signals import signals_into


@pytest.mark.parametrize(
    ("name", "wake"),
    [
        ("SIGINT", Wake.INTERRUPTED),
        ("SIGTERM", Wake.TERMINATED),
        ("SIGHUP", Wake.TERMINATED),
    ],
)
def test_signals_go_into_the_inbox(name, wake):
    number = getattr(signal, name)
    with contextlib.closing(Inbox()) as inbox, signals_into(inbox):
        signal.raise_signal(number)

        assert inbox.get(10) is wake
        assert inbox.get(0) is None


def test_afterwards_all_is_as_before():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with contextlib.closing(Inbox()) as inbox, signals_into(inbox):
        assert signal.getsignal(signal.SIGINT) is not before[signal.SIGINT]

    assert {number: signal.getsignal(number) for number in before} == before
    assert signal.set_wakeup_fd(-1) == -1
