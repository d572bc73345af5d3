"""A text log that can be begun and ended while the session is recorded."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import TextLogError
from socket_workbench.journal.event import Source
from socket_workbench.journal.known_sources import KnownSources
from socket_workbench.journal.storage.unsent import Unsent

if TYPE_CHECKING:
    from socket_workbench.journal.text_log.text_log import TextLog


class TextLogSwitch:
    """A sink of the journal; costs nearly nothing while no text log is kept.

    It remembers the sources meanwhile, for a log that is begun later.

    Args:
        on_fault: called in the journal's thread with a sentence when a text log has ended by
            itself.

    Attributes:
        path: the text log's file; None while none is kept.
    """

    def __init__(self, on_fault: Callable[[str], None]) -> None:
        self.path: Path | None = None
        self._on_fault = on_fault
        self._lock = threading.Lock()
        self._log: TextLog | None = None
        self._sources = KnownSources()

    def begin(self, path: Path, limit_bytes: int, kept: int) -> None:
        """Keep a text log from now on, instead of the one before; may wait for the disk.

        Raises:
            TextLogError: its file cannot be opened; the one before goes on.
        """
        # Imported when one is begun: a window that is started has none.
        from socket_workbench.journal.text_log.text_log import TextLog

        log = TextLog(path, limit_bytes, kept, self._sources)
        self._replace(log)

    def end(self) -> None:
        """Keep no text log any longer; may wait for the disk."""
        self._replace(None)

    def take_unsent(self, entries: list[Unsent]) -> None:
        """Pass entries on, if a text log is kept."""
        with self._lock:
            if self._log is not None:
                self._log.take_unsent(entries)

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Write a batch into the text log, if one is kept."""
        with self._lock:
            self._sources.add(sources)
            if self._log is None:
                self._sources.pass_over(batch)
                return
            try:
                self._log.write_batch([], batch)
            except TextLogError as error:
                self._log = self.path = None
                self._on_fault(str(error))

    def close(self) -> None:
        """Close the text log; called once, by the thread that writes."""
        self.end()

    def _replace(self, log: "TextLog | None") -> None:
        with self._lock:
            before, self._log = self._log, log
            self.path = None if log is None else log.path
        if before is not None:
            before.close()
