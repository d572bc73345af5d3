"""Lets Ctrl-C and SIGTERM close the window in an orderly way."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Slot


class SignalWatch(QObject):
    """Calls a function in Qt's loop when the process is asked to end.

    Python runs a signal's handler only between its own instructions, and Qt's loop may sleep for
    long between two; the interpreter also writes the signal into a socket that the loop watches.
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
        self._before = {
            number: signal.signal(number, _ignore) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def close(self) -> None:
        """Handle signals as before."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    @Slot()
    def _on_notifier_activated(self) -> None:
        numbers = self._reading.recv(64)
        if any(number in (signal.SIGINT, signal.SIGTERM) for number in numbers):
            self._end()


def _ignore(number: int, frame: object) -> None:
    """Do nothing here: the number arrives through the socket."""
