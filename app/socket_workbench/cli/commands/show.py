"""`show`: a recorded session, printed as `serve` prints its events."""

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.shared_options import add_json
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr


class _BrokenOutputError(Exception):
    """Nobody reads what is printed."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    add_json(parser)


def _run(parsed: Namespace) -> int:
    """Print all that is whole, and say what is missing, if anything is."""
    from socket_workbench.cli.output.event_line import event_line
    from socket_workbench.journal.errors import JournalError
    from socket_workbench.journal.event_object import named_event_object
    from socket_workbench.journal.export.rows import WholeEvents, runs
    from socket_workbench.journal.reader import Reader

    output = Output(_stop)
    line_of = named_event_object if parsed.json else event_line
    try:
        with closing(Reader(Path(parsed.session))) as reader:
            events = WholeEvents(reader)
            for run in runs(range(reader.count())):
                output.lines(line_of(*told) for told in events.of(run))
            output.lines(line_of(*told) for told in events.end())
            missing = events.missing()
            if broken_off := reader.broken_off():
                output.complain(broken_off)
    except _BrokenOutputError:
        return FAILED if output.has_failed else DONE
    except JournalError as error:
        missing = str(error)
    if missing:
        output.complain(missing)
        return USAGE
    return DONE


def _stop() -> None:
    raise _BrokenOutputError


COMMAND = Command(
    name="show",
    order=40,
    summary=mark("print a recorded session, an event to a line"),
    add_arguments=_add_arguments,
    run=_run,
)
