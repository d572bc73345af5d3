"""What was recorded of a pane's calls, as purposes for which its program has lines."""

from collections import deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.server import Server
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.call_record import call_name
from socket_workbench.journal.event import CALLS, Kind, Role
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Filter
from socket_workbench.programs.call_lines import Purpose, purpose_of

_PURPOSES = {
    Kind.LISTENING: Purpose.LISTEN,
    Kind.CONNECTING: Purpose.CONNECT,
    Kind.CONNECTED: Purpose.CONNECT,
    Kind.ACCEPTED: Purpose.ACCEPT,
    Kind.RECEIVED: Purpose.RECEIVE,
    Kind.MESSAGE: Purpose.RECEIVE,
    Kind.INCOMPLETE: Purpose.RECEIVE,
    Kind.END_OF_STREAM: Purpose.RECEIVE,
    Kind.SENT: Purpose.SEND,
    Kind.HALF_CLOSED: Purpose.END,
    Kind.CLOSED: Purpose.CLOSE,
    Kind.STOPPED: Purpose.CLOSE,
}
"""Which call an event comes from where calls are not traced."""

_RETURNED = frozenset({*_PURPOSES, Kind.CALL} - {Kind.CONNECTING})

_MOST_STRETCHES = 4
"""Stretches of rows that are read, the newest."""


def purpose_of_row(kind: Kind, text: str) -> Purpose | None:
    """Return what the call was for that a row tells of; None for other rows.

    Args:
        kind: of the row.
        text: of the row.
    """
    return purpose_of(call_name(text)) if kind in CALLS else _PURPOSES.get(kind)


def is_recorded_by(running: RunningEndpoint, row: Row) -> bool:
    """Whether a row was recorded by a server or client, or one of its connections."""
    role = Role.SERVER if isinstance(running, Server) else Role.CLIENT
    return (row.source.role, row.source.name) == (role, running.settings.name)


def returned_purposes(path: Path, endpoint: str, token: Token) -> list[Purpose]:
    """Return what the calls of an endpoint were for, each once, the latest first; for a job.

    Args:
        path: the journal's file.
        endpoint: the name of the endpoint.
        token: of the job.

    Raises:
        JournalError: the journal cannot be read.
    """
    # Imported late, as elsewhere: a search needs many modules.
    from socket_workbench.journal.search.query import matching_rows

    wanted = Filter(endpoints=frozenset({endpoint}), kinds=_RETURNED)
    with closing(Reader(path)) as reader:
        found = deque(matching_rows(reader, wanted, 0, token.is_cancelled), maxlen=_MOST_STRETCHES)
        latest: dict[Purpose, None] = {}
        for each in (row for stretch in found for row in reader.texts(stretch.first, stretch.mask)):
            purpose = purpose_of_row(each.kind, each.text)
            if purpose is not None:
                latest.pop(purpose, None)
                latest[purpose] = None
    return list(reversed(latest))


class RecordedCalls(QObject):
    """Finds out, in a job, what the latest recorded calls of one endpoint were for.

    Attributes:
        purposes: what it has found, the latest first; empty until then.

    Signals:
        changed(): `purposes` has changed.
    """

    changed = Signal()

    def __init__(
        self, path: Path, flush: Callable[[], None], parent: QObject | None = None
    ) -> None:
        """Begin with nothing found.

        Args:
            path: the journal's file.
            flush: waits until what was recorded before is in the file; called by the job.
            parent: the parent object.
        """
        super().__init__(parent)
        self.purposes: list[Purpose] = []
        self._path = path
        self._flush = flush
        self._job: Job | None = None

    def look(self, endpoint: str) -> None:
        """Look for the calls that an endpoint, by its name, has recorded until now."""
        self._drop()
        path, flush = self._path, self._flush

        def work(token: Token) -> list[Purpose]:
            flush()
            return returned_purposes(path, endpoint, token)

        self._job = Job("recorded calls", work, self)
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._job.start()

    def forget(self) -> None:
        """Look for nothing any longer, and forget what was found."""
        self._drop()
        self.purposes = []

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot(object)
    def _on_job_succeeded(self, purposes: list[Purpose]) -> None:
        self._job = None
        self.purposes = purposes
        self.changed.emit()

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        # The log says what is wrong with the journal; here nothing is marked.
        self._job = None
