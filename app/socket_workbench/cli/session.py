"""What the commands that open sockets share: a journal, an inbox, a bounded end."""

import contextlib
import threading
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.output.queued_output import PRINT_TIME, QueuedOutput
from socket_workbench.cli.signals import signals_into
from socket_workbench.engine.threads import share_turns
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.sink import AnySink
from socket_workbench.language import tr, trn

PROMPTNESS = 0.005
"""Seconds for which events are gathered before they are printed.

At a terminal and in a pipe somebody waits for each answer.
"""

STOP_TIME = 0.9
"""Seconds to wait at the end until connections are closed."""

WRITE_TIME = 10.0
"""Seconds to wait at the end until everything is recorded; only a slow disk needs so many."""


class RecordError(ValueError):
    """The session cannot be recorded there; the message is a sentence."""


class Stoppable(Protocol):
    """A server, a client or a scenario's run."""

    def stop(self) -> None:
        """End it; returns at once."""

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the end; returns whether it has come."""


@contextlib.contextmanager
def listening_for_signals(output: QueuedOutput, *, ends_at_once: bool = True) -> Iterator[Inbox]:
    """Yield an inbox that receives signals and the failure of standard output.

    Args:
        output: whose failure is told.
        ends_at_once: whether a second Ctrl-C ends the process at once.
    """
    with contextlib.closing(Inbox()) as inbox:
        output.on_broken = partial(inbox.put, Wake.OUTPUT_BROKEN)
        with signals_into(inbox, ends_at_once=ends_at_once):
            yield inbox


class Recording(NamedTuple):
    """Where a command records what happens, as its options say.

    Attributes:
        record: the session file; None for none.
        capture_limit: the most bytes of a payload that are kept; None for all.
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


def open_journal(recording: Recording, sinks: Sequence[AnySink], output: QueuedOutput) -> Journal:
    """Open the journal, recorded into a new session file and a text log where that is wanted.

    It also sets the interpreter's switch interval, for the threads that follow.

    Args:
        recording: where to, and how much of each message all sinks are given.
        sinks: what else takes the events.
        output: where complaints go.

    Raises:
        RecordError: the session file is there already, or one of the two cannot be written; or
            something is said of a text log that is not asked for.
    """
    share_turns(1)

    def complain(sink: object, error: Exception) -> None:
        output.complain(str(error))

    files = _open_files(recording)
    return Journal(
        [*files, *sinks],
        capture_limit=recording.capture_limit,
        interval=PROMPTNESS,
        on_fault=complain,
    )


def _open_files(recording: Recording) -> list[AnySink]:
    """Open the session file and the text log that are wanted; what they need is imported here."""
    files: list[AnySink] = []
    if recording.text_log is not None:
        files.append(_open_text_log(recording, Path(recording.text_log)))
    elif recording.text_log_megabytes is not None or recording.text_log_kept is not None:
        raise RecordError(
            tr("--text-log-size and --text-log-kept are about a text log: give --text-log FILE.")
        )
    if recording.record is not None:
        from socket_workbench.journal.storage.store import Store

        try:
            files.insert(0, Store(Path(recording.record)))
        except JournalOpenError as error:
            for file in files:
                file.close()
            raise RecordError(str(error)) from error
    return files


def _open_text_log(recording: Recording, path: Path) -> AnySink:
    from socket_workbench.journal.errors import TextLogError
    from socket_workbench.journal.text_log.text_log import KEPT, LIMIT_BYTES, TextLog

    megabytes, kept = recording.text_log_megabytes, recording.text_log_kept
    try:
        return TextLog(
            path,
            LIMIT_BYTES if megabytes is None else megabytes * 1_000_000,
            KEPT if kept is None else kept,
        )
    except TextLogError as error:
        raise RecordError(str(error)) from error


def finish(running: Stoppable, journal: Journal, output: QueuedOutput) -> None:
    """Stop what runs, in `STOP_TIME` at most, and close the journal, in `WRITE_TIME` at most.

    Printing no longer waits for the reader of the output. Threads that take longer end with the
    process.
    """
    output.stop_waiting()
    running.stop()
    running.join(STOP_TIME)
    close_journal(journal, output)


def close_journal(journal: Journal, output: QueuedOutput) -> None:
    """Close the journal, in `WRITE_TIME` at most."""
    closing = threading.Thread(target=journal.close, name="close journal", daemon=True)
    closing.start()
    closing.join(WRITE_TIME)
    if closing.is_alive():
        output.complain(tr("Not everything was recorded: the disk did not take it in time."))


def wait_until_printed(journal: Journal, output: QueuedOutput, inbox: Inbox) -> Wake:
    """Wait until everything recorded so far is printed, however long its reader takes.

    Returns:
        `PRINTED`, or what came before that and asks for the end.
    """

    def print_all() -> None:
        journal.flush()
        output.flush()
        inbox.put(Wake.PRINTED)

    threading.Thread(target=print_all, name="print all", daemon=True).start()
    while True:
        message = inbox.get()
        if message in (Wake.PRINTED, Wake.INTERRUPTED, Wake.TERMINATED, Wake.OUTPUT_BROKEN):
            return message


def tell_summary(summary: str, output: QueuedOutput, *, as_json: bool) -> None:
    """Print a command's last line: on standard error if standard output is JSON or not read.

    Args:
        summary: the line; how many lines were not printed is added.
        output: where to print.
        as_json: whether standard output is JSON.
    """
    is_read = output.flush(PRINT_TIME)
    if is_read and not as_json:
        output.line(summary + _not_printed(output.left_out))
        if output.flush(PRINT_TIME):
            return
    output.close_lines()
    output.complain(summary + _not_printed(output.left_out))


def _not_printed(lines: int) -> str:
    if not lines:
        return ""
    return ", " + trn("{count} line not printed", "{count} lines not printed", lines)
