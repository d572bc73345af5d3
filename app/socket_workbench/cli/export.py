"""`export`: a recorded session in another form, in a file or on standard output."""

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.export.encode import encoded
from socket_workbench.journal.export.errors import ExportCancelledError, ExportError
from socket_workbench.journal.export.form import Form
from socket_workbench.journal.export.rows import WholeEvents
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.language import tr


def export_session(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
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
                _check_terminal(form)
                events = WholeEvents(reader)
                pieces = encoded(events, None, form, _ignore, lambda: bool(broken), bom=parsed.bom)
                for piece in pieces:
                    output.raw(piece)
                missing = events.missing()
    except ExportCancelledError:
        # Whoever read standard output has enough, or it can take no more.
        return FAILED if output.has_failed else DONE
    except (ExportError, JournalError) as error:
        output.complain(str(error))
        return USAGE
    if missing:
        output.complain(missing)
        return USAGE
    return FAILED if output.has_failed else DONE


def _check_terminal(form: Form) -> None:
    """See that no terminal is given bytes that are no text.

    Raises:
        ExportError: it would be.
    """
    if form is Form.PCAPNG and sys.stdout is not None and sys.stdout.isatty():
        raise ExportError(
            tr("A capture is no text. Name a file with -o FILE, or send it through a pipe.")
        )


def _ignore(done: int, total: int) -> None:
    """Do nothing: nobody watches."""
