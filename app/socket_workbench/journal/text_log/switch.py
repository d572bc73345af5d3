"""A text log that can be begun and ended while the session is recorded."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.text_log.text_log import TextLog, TextLogError
from socket_workbench.language import tr


class TextLogSwitch:
    """A batch sink of the journal; costs nothing while no text log is kept.

    It stands behind the store, where it looks up who the events are of.

    Args:
        session: the file of the session.
        on_fault: called in the journal's thread with a sentence when a text log has ended by
            itself.

    Attributes:
        path: the text log's file; None while none is kept.
    """

    def __init__(self, session: Path, on_fault: Callable[[str], None]) -> None:
        self.path: Path | None = None
        self._session = session
        self._on_fault = on_fault
        self._lock = threading.Lock()
        self._log: TextLog | None = None
        self._reader: Reader | None = None

    def begin(self, path: Path, limit_bytes: int, kept: int) -> None:
        """Keep a text log from now on, instead of the one before; may wait for the disk.

        Raises:
            TextLogError: its file cannot be opened; the one before goes on.
        """
        log = TextLog(path, limit_bytes, kept, self._find_source)
        self._replace(log)

    def end(self) -> None:
        """Keep no text log any longer; may wait for the disk."""
        self._replace(None)

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Write a batch into the text log, if one is kept."""
        if self._log is None:
            return
        with self._lock:
            log = self._log
            try:
                if log is not None:
                    log.write(sources, batch.events(), batch.lengths)
            except TextLogError as error:
                self._log = self.path = None
                self._on_fault(str(error))

    def close(self) -> None:
        """Close the text log; called once, by the thread that writes."""
        self.end()
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _replace(self, log: TextLog | None) -> None:
        with self._lock:
            before, self._log = self._log, log
            self.path = None if log is None else log.path
        if before is not None:
            before.close()

    def _find_source(self, number: int) -> Source:
        """Look a source up in the session; called in the journal's thread."""
        with suppress(JournalError):
            if self._reader is None:
                self._reader = Reader(self._session)
            return self._reader.source(number)
        return Source(number, Role.SESSION, tr("unknown"), "")
