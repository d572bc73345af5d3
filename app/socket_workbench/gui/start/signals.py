"""Makes Ctrl-C and SIGTERM close the window in an orderly way."""

import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack

from PySide6.QtCore import QObject, QSocketNotifier, Slot

from socket_workbench.system import ENDING_SIGNALS, signals_let_through


class SignalWatch(QObject):
    """Calls a function in Qt's event loop when a termination signal arrives.

    Blocked signals are unblocked, and blocked again by `close`.

    Python runs signal handlers only between bytecode instructions, and Qt's event loop may sleep
    for long between two. So the interpreter writes the signal number to a socket that the event
    loop watches (`signal.set_wakeup_fd`).
    """

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._reading, self._writing = socket.socketpair()
        for each in (self._reading, self._writing):
            each.setblocking(False)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)
        self._wakeup_before = signal.set_wakeup_fd(self._writing.fileno())
        # Under nohup, SIGHUP is ignored and must remain so.
        self._before = {
            number: signal.signal(number, _ignore)
            for number in ENDING_SIGNALS
            if signal.getsignal(number) is not signal.SIG_IGN
        }
        self._let_through = ExitStack()
        self._let_through.enter_context(signals_let_through(self._before))

    def close(self) -> None:
        """Restore the previous signal handlers."""
        self._let_through.close()
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _on_notifier_activated(self) -> None:
        numbers = self._reading.recv(64)
        if any(number in self._before for number in numbers):
            self._end()


def _ignore(number: int, frame: object) -> None:
    """Do nothing: the signal number arrives through the socket."""
