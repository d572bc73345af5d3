"""Blocks the signals that end the process, while nothing can handle them."""

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

from socket_workbench.system import ENDING_SIGNALS, hold_signals, signals_let_through


class TerminatedError(BaseException):
    """Raised for SIGTERM and SIGHUP, as KeyboardInterrupt is for SIGINT.

    Attributes:
        code: the exit code, 128 and the signal's number as shells have it.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def answered() -> set[signal.Signals]:
    """Return the signals that end the process: not SIGHUP where it is ignored, as by nohup(1)."""
    ignored = {
        number
        for number in ENDING_SIGNALS - {signal.SIGINT, signal.SIGTERM}
        if signal.getsignal(number) is signal.SIG_IGN
    }
    return ENDING_SIGNALS - ignored


def hold() -> None:
    """Block the signals: none gives a traceback during imports or at exit."""
    hold_signals(ENDING_SIGNALS)


def let_through() -> AbstractContextManager[None]:
    """Unblock the signals while the block runs; pending ones come first."""
    return signals_let_through(ENDING_SIGNALS)


@contextmanager
def raised() -> Iterator[None]:
    """Raise `KeyboardInterrupt` or `TerminatedError` for each signal while the block runs."""
    before = {number: signal.signal(number, _raise) for number in answered() - {signal.SIGINT}}
    try:
        with let_through():
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _raise(number: int, frame: FrameType | None) -> None:
    raise TerminatedError(number)
