"""`export`: a recorded session in another form, in a file or on standard output."""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    parser.add_argument(
        "--to",
        metavar="txt|csv|jsonl|pcapng",
        dest="form",
        required=True,
        choices=["txt", "csv", "jsonl", "pcapng"],
        help=tr("text, CSV, JSON Lines, or a capture for Wireshark"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("the file to write or replace (default: standard output)"),
    )
    parser.add_argument(
        "--bom",
        action="store_true",
        help=tr("begin CSV with a byte order mark, which Excel needs to take it for UTF-8"),
    )


def _run(parsed: Namespace) -> int:
    from socket_workbench.journal.errors import JournalError
    from socket_workbench.journal.export.encode import encoded
    from socket_workbench.journal.export.errors import ExportCancelledError, ExportError
    from socket_workbench.journal.export.form import Form
    from socket_workbench.journal.export.rows import WholeEvents
    from socket_workbench.journal.export.to_file import export
    from socket_workbench.journal.reader import Reader

    broken: list[bool] = []
    output = Output(lambda: broken.append(True))
    form = Form(parsed.form)
    if parsed.bom and form is not Form.CSV:
        output.complain(tr("--bom is for --to csv. Leave it out for the other forms."))
        return USAGE
    try:
        with closing(Reader(Path(parsed.session))) as reader:
            if parsed.output is not None:
                path = Path(parsed.output)
                missing = export(reader, None, form, path, _ignore, lambda: False, bom=parsed.bom)
            else:
                if form is Form.PCAPNG and sys.stdout is not None and sys.stdout.isatty():
                    output.complain(_no_text())
                    return USAGE
                events = WholeEvents(reader)
                pieces = encoded(events, None, form, _ignore, lambda: bool(broken), bom=parsed.bom)
                for piece in pieces:
                    output.raw(piece)
                missing = events.missing()
    except ExportCancelledError:
        # Whoever read standard output has enough, or it can take no more.
        return FAILED if output.has_failed else DONE
    except (ExportError, JournalError) as error:
        missing = str(error)
    if missing:
        output.complain(missing)
        return USAGE
    return FAILED if output.has_failed else DONE


def _no_text() -> str:
    return tr("A capture is no text. Name a file with -o FILE, or send it through a pipe.")


def _ignore(done: int, total: int) -> None:
    """Do nothing: nobody watches."""


COMMAND = Command(
    name="export",
    order=5,
    summary=mark("write a recorded session in another form"),
    add_arguments=_add_arguments,
    run=_run,
)
