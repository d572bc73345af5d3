"""`export`: a recorded session in another format, in a file or on standard output."""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr

if TYPE_CHECKING:
    from socket_workbench.journal.export.format import ExportFormat


def _add_arguments(parser: ArgumentParser) -> None:
    from socket_workbench.journal.export.format import export_formats

    formats = export_formats()
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    parser.add_argument(
        "--to",
        metavar="|".join(formats),
        dest="format",
        required=True,
        choices=list(formats),
        help=tr(
            "the format: {formats}",
            formats=", ".join(tr(format.words) for format in formats.values()),
        ),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("the file to write or replace (default: standard output)"),
    )
    for option in dict.fromkeys(option for format in formats.values() for option in format.options):
        parser.add_argument(
            f"--{option.name}",
            action="append_const",
            const=option.name,
            dest="options",
            default=[],
            help=tr(option.words),
        )


def _run(parsed: Namespace) -> int:
    from socket_workbench.journal.errors import CancelledError, JournalError
    from socket_workbench.journal.export.encode import encoded
    from socket_workbench.journal.export.errors import ExportError
    from socket_workbench.journal.export.format import export_formats
    from socket_workbench.journal.export.rows import WholeEvents
    from socket_workbench.journal.export.to_file import export
    from socket_workbench.journal.reader import Reader

    broken: list[bool] = []
    output = Output(lambda: broken.append(True))
    formats = export_formats()
    format, options = formats[parsed.format], frozenset(parsed.options)
    if mistake := _mistake(formats, parsed):
        output.complain(mistake)
        return USAGE
    try:
        with closing(Reader(Path(parsed.session))) as reader:
            if parsed.output is not None:
                path = Path(parsed.output)
                missing = export(
                    reader, None, format, path, _ignore, lambda: False, options=options
                )
            else:
                events = WholeEvents(reader)
                for piece in encoded(
                    events, None, format, _ignore, lambda: bool(broken), options=options
                ):
                    output.raw(piece)
                missing = events.missing()
            if broken_off := reader.broken_off():
                output.complain(broken_off)
    except CancelledError:
        # The reader of standard output has left, or it can take no more.
        return FAILED if output.has_failed else DONE
    except (ExportError, JournalError) as error:
        missing = str(error)
    if missing:
        output.complain(missing)
        return USAGE
    return FAILED if output.has_failed else DONE


def _mistake(formats: "dict[str, ExportFormat]", parsed: Namespace) -> str:
    """Say what does not go together; empty when everything does."""
    format = formats[parsed.format]
    for name in parsed.options:
        having = [
            each.name
            for each in formats.values()
            if any(option.name == name for option in each.options)
        ]
        if format.name not in having:
            return tr(
                "--{option} is for --to {formats}. Leave it out for the other formats.",
                option=name,
                formats="|".join(having),
            )
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if parsed.output is None and not format.is_text and is_terminal:
        return tr(
            "The format {format} is not text. Name a file with -o FILE, or send it through a pipe.",
            format=format.name,
        )
    return ""


def _ignore(done: int, total: int) -> None:
    """Do nothing: progress is not shown."""


COMMAND = Command(
    name="export",
    order=50,
    summary=mark("write a recorded session in another format"),
    add_arguments=_add_arguments,
    run=_run,
)
