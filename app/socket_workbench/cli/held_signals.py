"""Blocks the signals that end the process, while nothing can handle them."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = {signal.SIGINT, signal.SIGTERM}
"""Signals that ask the process to end."""

if sys.platform == "win32":
    ENDING |= {signal.SIGBREAK}  # Ctrl-Break, and a console that is closed
else:
    ENDING |= {signal.SIGHUP}


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
        for number in ENDING - {signal.SIGINT, signal.SIGTERM}
        if signal.getsignal(number) is signal.SIG_IGN
    }
    return ENDING - ignored


def hold() -> None:
    """Block the signals: none gives a traceback during imports or at exit."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


@contextmanager
def let_through() -> Iterator[None]:
    """Unblock the signals while the block runs; pending ones come first."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


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
