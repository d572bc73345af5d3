"""`export`: a recorded session in another form, in a file or on standard output."""

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
    from socket_workbench.journal.export.form import ExportForm


def _add_arguments(parser: ArgumentParser) -> None:
    from socket_workbench.journal.export.form import export_forms

    forms = export_forms()
    parser.add_argument(
        "session", metavar=tr("FILE"), type=values.file, help=tr("the session file")
    )
    parser.add_argument(
        "--to",
        metavar="|".join(forms),
        dest="form",
        required=True,
        choices=list(forms),
        help=tr("the form: {forms}", forms=", ".join(tr(form.words) for form in forms.values())),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("the file to write or replace (default: standard output)"),
    )
    for option in dict.fromkeys(option for form in forms.values() for option in form.options):
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
    from socket_workbench.journal.export.form import export_forms
    from socket_workbench.journal.export.rows import WholeEvents
    from socket_workbench.journal.export.to_file import export
    from socket_workbench.journal.reader import Reader

    broken: list[bool] = []
    output = Output(lambda: broken.append(True))
    forms = export_forms()
    form, options = forms[parsed.form], frozenset(parsed.options)
    if mistake := _mistake(forms, parsed):
        output.complain(mistake)
        return USAGE
    try:
        with closing(Reader(Path(parsed.session))) as reader:
            if parsed.output is not None:
                path = Path(parsed.output)
                missing = export(reader, None, form, path, _ignore, lambda: False, options=options)
            else:
                events = WholeEvents(reader)
                for piece in encoded(
                    events, None, form, _ignore, lambda: bool(broken), options=options
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


def _mistake(forms: "dict[str, ExportForm]", parsed: Namespace) -> str:
    """Say what does not go together; empty when everything does."""
    form = forms[parsed.form]
    for name in parsed.options:
        having = [
            each.name
            for each in forms.values()
            if any(option.name == name for option in each.options)
        ]
        if form.name not in having:
            return tr(
                "--{option} is for --to {forms}. Leave it out for the other forms.",
                option=name,
                forms="|".join(having),
            )
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if parsed.output is None and not form.is_text and is_terminal:
        return tr(
            "The form {form} is no text. Name a file with -o FILE, or send it through a pipe.",
            form=form.name,
        )
    return ""


def _ignore(done: int, total: int) -> None:
    """Do nothing: progress is not shown."""


COMMAND = Command(
    name="export",
    order=50,
    summary=mark("write a recorded session in another form"),
    add_arguments=_add_arguments,
    run=_run,
)
