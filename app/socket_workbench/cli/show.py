"""`show`: a recorded session, printed as `serve` prints its events."""

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.output import Output
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.export.rows import WholeEvents, runs
from socket_workbench.journal.reader import Reader


class _BrokenOutputError(Exception):
    """Nobody reads what is printed."""


def show(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    output = Output(_stop)
    try:
        with closing(Reader(Path(parsed.session))) as reader:
            missing = _print(reader, output, as_json=parsed.json)
    except _BrokenOutputError:
        return FAILED if output.has_failed else DONE
    except JournalError as error:
        output.complain(str(error))
        return USAGE
    if missing:
        output.complain(missing)
        return USAGE
    return DONE


def _print(reader: Reader, output: Output, *, as_json: bool) -> str:
    """Print all that is whole; returns a sentence that says what is missing, if anything is."""
    line_of = named_event_object if as_json else event_line
    events = WholeEvents(reader)
    for run in runs(range(reader.count())):
        output.lines(line_of(*told) for told in events.of(run))
    output.lines(line_of(*told) for told in events.end())
    return events.missing()


def _stop() -> None:
    raise _BrokenOutputError
