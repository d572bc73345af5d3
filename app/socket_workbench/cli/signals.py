"""Ctrl-C and SIGTERM end a command in an orderly way; a second Ctrl-C usually ends it at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from socket_workbench.cli.exit_codes import INTERRUPTED
from socket_workbench.cli.held_signals import answered, let_through
from socket_workbench.cli.inbox import Inbox, Wake


@contextmanager
def signals_into(inbox: Inbox, *, ends_at_once: bool = True) -> Iterator[None]:
    """Put signals into an inbox while the block runs; only for the main thread.

    Args:
        inbox: where they are put.
        ends_at_once: whether a second Ctrl-C ends the process at once.
    """
    interrupted = False

    def receive(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        if interrupted and ends_at_once and number == signal.SIGINT:
            os._exit(INTERRUPTED)
        interrupted = interrupted or number == signal.SIGINT
        inbox.put(Wake.INTERRUPTED if number == signal.SIGINT else Wake.TERMINATED)

    before = {number: signal.signal(number, receive) for number in answered()}
    woken_before = signal.set_wakeup_fd(inbox.fileno(), warn_on_full_buffer=False)
    try:
        with let_through():
            yield
    finally:
        signal.set_wakeup_fd(woken_before)
        for number, handler in before.items():
            signal.signal(number, handler)
