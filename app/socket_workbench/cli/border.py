"""Runs a command so that no traceback is printed, whatever it raises."""

import errno
import os
import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from socket_workbench.cli.exit_codes import FAILED, INTERRUPTED
from socket_workbench.cli.held_signals import TerminatedError, raised
from socket_workbench.language import tr

Parsed = TypeVar("Parsed")

_SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def guard(
    command: Callable[[Parsed], int], parsed: Parsed, *, answers_signals: bool = False
) -> int:
    """Run a command and return its exit code, or that of what stopped it.

    Args:
        command: what to run.
        parsed: its argument.
        answers_signals: whether the command itself waits for signals; others are interrupted.
    """
    try:
        with nullcontext() if answers_signals else raised():
            return leave(_contained(command, parsed))
    except KeyboardInterrupt:
        return leave(INTERRUPTED)
    except TerminatedError as ended:
        return leave(ended.code)


def _contained(command: Callable[[Parsed], int], parsed: Parsed) -> int:
    """Run a command; print an unexpected exception as a sentence."""
    try:
        return command(parsed)
    except Exception as error:  # noqa: BLE001 - the program's top: a sentence, no traceback
        from socket_workbench.cli.output.output import Output

        Output().complain(_sentence(error))
        return FAILED


def _sentence(error: Exception) -> str:
    if isinstance(error, MemoryError) or getattr(error, "errno", None) in _SHORTAGES:
        return tr(
            "The system gives the program no more memory or files ({error}). Close some, or raise "
            "the limit (ulimit), and start it again.",
            error=str(error) or type(error).__name__,
        )
    return tr(
        "Socket Workbench itself made a mistake ({kind}: {error}); please report it.",
        kind=type(error).__name__,
        error=error,
    )


def leave(code: int) -> int:
    """Return the exit code, or end the process with it when a thread would keep it from ending.

    A thread can be left only where the operating system does not return from a call, such as a
    write to a terminal that has been stopped.
    """
    main = threading.main_thread()
    if any(thread is not main and not thread.daemon for thread in threading.enumerate()):
        os._exit(code)
    return code
