"""Where a pattern is in the bytes that are shown."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import (
    QDeadlineTimer,
    QMutex,
    QMutexLocker,
    QObject,
    Qt,
    QThread,
    QWaitCondition,
    Signal,
    Slot,
)

from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.search.expression_process import (
    ExpressionProcess,
    SearchCancelledError,
)
from socket_workbench.journal.search.pattern import Pattern, PatternForm
from socket_workbench.journal.search.segment_search import BytesSearch, TextSearch, linear_search

#: Bytes of one message that are looked through.
MOST_BYTES = 64 * 1024
#: Milliseconds after which an expression is given up on bytes that are only to be highlighted.
_PATIENCE = 1_000
_MOST_KNOWN = 2_000

Spans = Sequence[tuple[int, int]]


class LogHighlights(QObject):
    """Knows where the pattern in use is; regular expressions are looked for beside the window.

    Signals:
        changed: the pattern is another one, or more places are known.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pattern: Pattern | None = None
        self._search: TextSearch | BytesSearch | None = None
        self._known: OrderedDict[bytes, Spans] = OrderedDict()
        self._thread = ExpressionSpansThread(self)
        self._thread.known.connect(self._on_thread_known, Qt.ConnectionType.QueuedConnection)

    @property
    def pattern(self) -> Pattern | None:
        """What is highlighted; None for nothing."""
        return self._pattern

    def set_pattern(self, pattern: Pattern | None) -> None:
        """Highlight this from now on, a pattern that can be looked for; None for nothing."""
        if pattern == self._pattern:
            return
        self._pattern = pattern
        self._known.clear()
        is_linear = pattern is not None and pattern.form is not PatternForm.REGEX
        self._search = linear_search(pattern) if pattern is not None and is_linear else None
        self._thread.set_pattern(None if is_linear else pattern)
        self.changed.emit()

    def spans(self, data: bytes) -> Spans:
        """Return where the pattern is: first bytes, and those behind the last.

        For a regular expression nothing at first; `changed` tells when there is more to know.
        """
        if self._pattern is None or not data:
            return ()
        data = data[:MOST_BYTES]
        known = self._known.get(data)
        if known is None:
            if self._search is None:
                known = ()
                self._thread.ask(data)
            else:
                known = self._search.spans(data)
            self._keep(data, known)
        return known

    def close(self) -> None:
        """End the thread."""
        self._thread.stop()

    def _keep(self, data: bytes, spans: Spans) -> None:
        self._known[data] = spans
        self._known.move_to_end(data)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)

    @Slot(object, object, object)
    def _on_thread_known(self, pattern: Pattern, data: bytes, spans: Spans) -> None:
        if pattern == self._pattern and spans:
            self._keep(data, spans)
            self.changed.emit()


class ExpressionSpansThread(QThread):
    """Looks for the places of a regular expression, and gives up where it takes long.

    Signals:
        known(object, object, object): the pattern, the bytes, and where it is in them.
    """

    known = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log highlights")
        self._mutex = QMutex()
        self._changed = QWaitCondition()
        self._pattern: Pattern | None = None
        self._asked: list[bytes] = []
        self._stopping = False

    # Called from the window's thread

    def set_pattern(self, pattern: Pattern | None) -> None:
        """Look for another expression from now on."""
        with QMutexLocker(self._mutex):
            self._pattern = pattern
            self._asked.clear()
            self._changed.wakeAll()

    def ask(self, data: bytes) -> None:
        """Look in these bytes; `known` follows."""
        with QMutexLocker(self._mutex):
            self._asked.append(data)
            self._changed.wakeAll()
        if not self.isRunning():
            self.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        with QMutexLocker(self._mutex):
            self._stopping = True
            self._pattern = None
            self._changed.wakeAll()
        self.wait()

    # In this thread

    def run(self) -> None:
        """Look whenever something is asked for; called by Qt in the new thread."""
        process: ExpressionProcess | None = None
        running: Pattern | None = None
        try:
            while (task := self._next_task()) is not None:
                pattern, data = task
                if process is None or pattern != running:
                    if process is not None:
                        process.close()
                    process, running = ExpressionProcess(pattern), pattern
                self._look(process, pattern, data)
        finally:
            if process is not None:
                process.close()

    def _look(self, process: ExpressionProcess, pattern: Pattern, data: bytes) -> None:
        def is_cancelled() -> bool:
            with QMutexLocker(self._mutex):
                return pattern != self._pattern

        try:
            # Asked for nothing first: how long a process takes to start is not held against it.
            process.spans([], is_cancelled)
            due = QDeadlineTimer(_PATIENCE)
            (spans,) = process.spans([data], lambda: is_cancelled() or due.hasExpired())
        except (SearchCancelledError, JournalError):
            return
        self.known.emit(pattern, data, spans)

    def _next_task(self) -> tuple[Pattern, bytes] | None:
        with QMutexLocker(self._mutex):
            while not self._stopping:
                if self._pattern is not None and self._asked:
                    # The newest is what is looked at now.
                    return self._pattern, self._asked.pop()
                self._changed.wait(self._mutex)
        return None
