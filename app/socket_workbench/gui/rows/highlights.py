"""Finds the matches of the find bar's pattern in the bytes that are shown.

The search modules are imported with the first pattern, to keep the start of the program short.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax

if TYPE_CHECKING:
    from socket_workbench.journal.search.expression_process import ExpressionProcess
    from socket_workbench.journal.search.segment_search import BytesSearch, TextSearch

#: The most bytes of one message that are searched.
MOST_BYTES = 64 * 1024
#: Seconds after which the search for a regular expression in one message is abandoned.
_PATIENCE = 1.0
#: Seconds for which an idle process that searches regular expressions is kept.
_LINGER = 10.0
_MOST_KNOWN = 2_000

Spans = Sequence[tuple[int, int]]


class LogHighlights(QObject):
    """Finds the matches of a pattern; regular expressions are searched in a job.

    Signals:
        changed: the pattern was changed, or more matches are known.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pattern: Pattern | None = None
        self._search: TextSearch | BytesSearch | None = None
        self._known: OrderedDict[bytes, Spans] = OrderedDict()
        self._job: Job | None = None

    @property
    def pattern(self) -> Pattern | None:
        """The pattern; None for none."""
        return self._pattern

    def set_pattern(self, pattern: Pattern | None) -> None:
        """Set the pattern, which must be valid; None for none."""
        if pattern == self._pattern:
            return
        self._pattern = pattern
        self._known.clear()
        self._search = None
        if pattern is not None and pattern.syntax is not PatternSyntax.REGEX:
            from socket_workbench.journal.search.segment_search import linear_search

            self._search = linear_search(pattern)
        self.close()
        self.changed.emit()

    def spans(self, data: bytes) -> Spans:
        """Return the matches in some bytes: pairs of the first byte and the one after the last.

        For a regular expression it is empty at first; `changed` is emitted once they are known.
        """
        if self._pattern is None or not data:
            return ()
        data = data[:MOST_BYTES]
        known = self._known.get(data)
        if known is None:
            if self._search is None:
                known = ()
                self._ask(data)
            else:
                known = self._search.spans(data)
            self._keep(data, known)
        return known

    def close(self) -> None:
        """Cancel all searches."""
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _ask(self, data: bytes) -> None:
        """Start to search these bytes for the regular expression."""
        assert self._pattern is not None
        if self._job is None or not self._job.give(data):
            self._job = Job("log highlights", partial(find_spans, self._pattern), self)
            self._job.told.connect(self._on_job_told)
            self._job.give(data)
            self._job.start()

    def _keep(self, data: bytes, spans: Spans) -> None:
        self._known[data] = spans
        self._known.move_to_end(data)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)

    @Slot(object)
    def _on_job_told(self, known: tuple[bytes, Spans]) -> None:
        data, spans = known
        if spans:
            self._keep(data, spans)
            self.changed.emit()


def find_spans(pattern: Pattern, token: Token) -> None:
    """Search all bytes that the job is given for a regular expression; the function of a job.

    Reports the bytes and the matches in them; no matches if the search takes too long.

    Raises:
        CancelledError: the job was cancelled.
        JournalError: the search process failed.
    """
    from socket_workbench.journal.search.expression_process import ExpressionProcess

    with closing(ExpressionProcess(pattern)) as process:
        asked: list[bytes] = []
        while asked or (asked := token.take(_LINGER)):
            # Search nothing first, so that the time to start the process does not count.
            process.spans([], token.is_cancelled)
            asked += token.take_more()
            # The newest are the ones shown now.
            data = asked.pop()
            with suppress(CancelledError):
                token.tell((data, _spans_in_time(process, data, token)))


def _spans_in_time(process: ExpressionProcess, data: bytes, token: Token) -> Spans:
    """Return the matches of an expression in bytes.

    Raises:
        CancelledError: the job was cancelled, or `_PATIENCE` has passed.
        JournalError: the search process failed.
    """
    end = monotonic() + _PATIENCE
    (spans,) = process.spans([data], lambda: token.is_cancelled() or monotonic() > end)
    return spans
