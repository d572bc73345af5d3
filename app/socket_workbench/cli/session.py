"""What a command that opens sockets stands on: a journal, an inbox, an end in time."""

import contextlib
import threading
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.output import Output
from socket_workbench.cli.relay import Relay
from socket_workbench.cli.signals import signals_into
from socket_workbench.engine.threads import share_turns
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.sink import Sink
from socket_workbench.language import tr

PROMPTNESS = 0.005
"""Seconds for which events are gathered before they are printed.

At a terminal and in a pipe somebody waits for each answer.
"""

STOP_TIME = 0.9
"""Seconds that stopping may take altogether before the command ends without waiting further."""


class RecordError(ValueError):
    """The session cannot be recorded there; the message is a sentence."""


class Stoppable(Protocol):
    """A server, a client or a scenario's run."""

    def stop(self) -> None:
        """End it; returns at once."""

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end; returns whether it has come."""


@contextlib.contextmanager
def listening_for_signals(output: Output) -> Iterator[Inbox]:
    """Give an inbox that signals, and the end of standard output, are put into."""
    with contextlib.closing(Inbox()) as inbox:
        output.on_broken = partial(inbox.put, Wake.OUTPUT_BROKEN)
        with signals_into(inbox):
            yield inbox


class Recording(NamedTuple):
    """Where a command records what happens, as its options say.

    Attributes:
        record: the session file; None for none.
        capture_limit: the most bytes of a payload that are recorded; None for all.
        text_log: the text file that every event is appended to; None for none.
        text_log_megabytes: how large it may grow; None for the usual.
        text_log_kept: how many full ones are kept beside it; None for the usual.
    """

    record: str | None = None
    capture_limit: int | None = None
    text_log: str | None = None
    text_log_megabytes: int | None = None
    text_log_kept: int | None = None

    @classmethod
    def wanted(cls, parsed: Namespace) -> Self:
        """Return what the command line says."""
        return cls(*(getattr(parsed, name) for name in cls._fields))


def open_journal(recording: Recording, sinks: Sequence[Sink], output: Output) -> Journal:
    """Open the journal, recorded into a new session file and a text log where that is wanted.

    Args:
        recording: where to.
        sinks: what else takes the events.
        output: where complaints go.

    From here on threads work beside each other, so they are told to take turns quickly.

    Raises:
        RecordError: the session file is there already, or one of the two cannot be written; or
            something is said of a file that is not asked for.
    """
    share_turns(1)
    if recording.text_log is not None:
        return _open_with_text_log(recording, sinks, output)

    def complain(sink: object, error: Exception) -> None:
        output.complain(str(error))

    if recording.text_log_megabytes is not None or recording.text_log_kept is not None:
        raise RecordError(
            tr("--text-log-size and --text-log-kept are about a text log: give --text-log FILE.")
        )
    if recording.record is None:
        if recording.capture_limit is not None:
            raise RecordError(
                tr("--capture-limit is about a recording: give --record FILE as well.")
            )
        return Journal(sinks, interval=PROMPTNESS, on_fault=complain)
    # Only a recorded session needs SQLite.
    from socket_workbench.journal.store import Store

    try:
        store = Store(Path(recording.record), recording.capture_limit)
        relay = Relay(sinks, complain)
        return Journal([store, relay], interval=PROMPTNESS, on_fault=complain)
    except JournalOpenError as error:
        raise RecordError(str(error)) from error


def _open_with_text_log(recording: Recording, sinks: Sequence[Sink], output: Output) -> Journal:
    from socket_workbench.journal.text_log import KEPT, LIMIT_BYTES, TextLog, TextLogError

    path, megabytes, kept = recording[2:]
    assert path is not None
    try:
        log = TextLog(
            Path(path),
            LIMIT_BYTES if megabytes is None else megabytes * 1_000_000,
            KEPT if kept is None else kept,
        )
    except TextLogError as error:
        raise RecordError(str(error)) from error
    try:
        return open_journal(Recording(*recording[:2]), [*sinks, log], output)
    except RecordError:
        log.close()
        raise


def finish(running: Stoppable, journal: Journal) -> None:
    """Stop what runs and close the journal, in `STOP_TIME` at most.

    Whatever is not over by then is left to the end of the process: a standard output that nobody
    reads, for instance, keeps the journal from being emptied for ever.
    """
    end = time.monotonic() + STOP_TIME
    running.stop()
    running.join(STOP_TIME)
    closing = threading.Thread(target=journal.close, name="close journal", daemon=True)
    closing.start()
    closing.join(max(0.05, end - time.monotonic()))
