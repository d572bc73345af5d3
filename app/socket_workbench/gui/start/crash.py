"""Handles uncaught exceptions: logs them, tells the window, and lets the program continue."""

import sys
import threading
from datetime import datetime
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QObject, Signal

MOST_KINDS = 20
"""How many different faults are in a report; others are only counted."""


class Fault:
    """Exceptions of one type that were raised in one place.

    Attributes:
        when: when the first one was raised.
        text: its traceback.
        count: how many there were.
    """

    def __init__(self, text: str) -> None:
        self.when = datetime.now().astimezone().isoformat(timespec="seconds")
        self.text = text
        self.count = 0


class Faults:
    """What has failed in this process; thread-safe.

    Attributes:
        count: how many exceptions there were.
    """

    def __init__(self) -> None:
        # An object that is collected meanwhile may report a fault of its own.
        self._lock = threading.RLock()
        self._kept: dict[tuple[object, ...], Fault] = {}
        self.count = 0

    @property
    def kinds(self) -> int:
        """How many different faults there were, `MOST_KINDS` at most."""
        return len(self._kept)

    def add(self, error: BaseException) -> Fault | None:
        """Count an exception; return its fault if it is to be logged.

        That is so for the first, the tenth, the hundredth and so on in one place.
        """
        with self._lock:
            # Not imported before there is a fault.
            from socket_workbench.gui.reports.fault_text import fault_text, place_of

            self.count += 1
            key = place_of(error)
            fault = self._kept.get(key)
            if fault is None:
                if len(self._kept) >= MOST_KINDS:
                    return None
                fault = self._kept[key] = Fault(fault_text(error))
            fault.count += 1
            return fault if str(fault.count).strip("0") == "1" else None

    def report(self) -> str:
        """Return the report: the program with its versions, and each fault once."""
        from socket_workbench.gui.window.about import about_text

        with self._lock:
            parts = [about_text()]
            parts += [
                f"{fault.when}, {fault.count} x\n{fault.text}" for fault in self._kept.values()
            ]
        return "\n\n".join(parts)


class _HookArguments(Protocol):
    """What `sys.unraisablehook` and `threading.excepthook` are called with."""

    @property
    def exc_value(self) -> BaseException | None:
        """The exception."""

    @property
    def exc_traceback(self) -> TracebackType | None:
        """Its traceback."""


class CrashReport(QObject):
    """Handles uncaught exceptions of all threads, and those that Python cannot raise.

    PySide6 passes exceptions of slots and of virtual methods to `sys.excepthook`, in the thread
    that called them.

    Attributes:
        faults: what has failed.

    Signals:
        added: there are new faults; may be emitted in any thread, and once until `taken`.
    """

    added = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.faults = Faults()
        self._has_told = False
        self._before = sys.excepthook
        self._before_unraisable = sys.unraisablehook
        self._before_in_thread = threading.excepthook

    def install(self) -> None:
        """Install the exception hooks."""
        sys.excepthook = self.report
        sys.unraisablehook = self._report_unraisable
        threading.excepthook = self._report_unraisable

    def remove(self) -> None:
        """Restore the previous exception hooks."""
        sys.excepthook = self._before
        sys.unraisablehook = self._before_unraisable
        threading.excepthook = self._before_in_thread

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Count and log an exception, and emit `added`; nothing is sent anywhere."""
        if not isinstance(error, Exception):
            self._before(kind, error, trace)
            return
        fault = self.faults.add(error)
        if fault is not None:
            from socket_workbench.gui.reports.program_log import program_log

            program_log().error("failed, %d x\n%s", fault.count, fault.text)
        if not self._has_told:
            self._has_told = True
            self.added.emit()

    def taken(self) -> None:
        """Emit `added` for faults from now on."""
        self._has_told = False

    def _report_unraisable(self, unraisable: "_HookArguments") -> None:
        error = unraisable.exc_value
        # A thread that raises SystemExit just ends.
        if isinstance(error, Exception):
            self.report(type(error), error, unraisable.exc_traceback)
