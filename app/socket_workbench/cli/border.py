"""The command line's outermost border: whatever happens inside, no traceback comes out."""

import os
import sys
import threading
from argparse import Namespace
from collections.abc import Callable

from socket_workbench.cli.exit_codes import FAILED, INTERRUPTED
from socket_workbench.cli.output import Output
from socket_workbench.language import tr


def guard(command: Callable[[Namespace], int], parsed: Namespace) -> int:
    """Run a command and return its exit code, or that of the mistake that stopped it."""
    try:
        code = command(parsed)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the border: a sentence instead of a traceback
        Output().complain(
            tr(
                "Socket Workbench itself made a mistake ({kind}: {error}); please report it.",
                kind=type(error).__name__,
                error=error,
            )
        )
        code = FAILED
    return leave(code)


def leave(code: int) -> int:
    """Return the exit code, or end the process with it when a thread would keep it from ending.

    A thread can be left only where the operating system does not return from a call, such as a
    write to a terminal that has been stopped.
    """
    main = threading.main_thread()
    if any(thread is not main and not thread.daemon for thread in threading.enumerate()):
        if sys.stderr is not None:
            sys.stderr.flush()
        os._exit(code)
    return code
