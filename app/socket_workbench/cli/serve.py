"""`serve`: runs a server, and prints every event as one line."""

from argparse import Namespace
from functools import partial

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE, USAGE
from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.input.steps import read_steps
from socket_workbench.cli.output.console import ErrorCount, EventPrinter, losses, summary
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.cli.parameters import given_parameters
from socket_workbench.cli.session import (
    Recording,
    finish,
    listening_for_signals,
    open_journal,
    tell_summary,
)
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event_object import event_object
from socket_workbench.language import tr
from socket_workbench.sockets.options import ServerOptions


def serve(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    with QueuedOutput(as_json=parsed.json) as output:
        return _serve(parsed, output)


def _serve(parsed: Namespace, output: QueuedOutput) -> int:
    form = event_object if parsed.json else event_line
    printer = EventPrinter(output.later, form, tells_failure=parsed.json)
    count = ErrorCount()
    try:
        settings = server_settings(parsed)
        with listening_for_signals(output) as inbox:
            journal = open_journal(Recording.wanted(parsed), [count, printer], output)
            server = Server(settings, journal, PlainThreads(), partial(inbox.put, Wake.CHANGED))
            server.start()
            if settings.options.step:
                read_steps(server.gate, output.complain)
            code = _wait(server, inbox)
            finish(server, journal, output)
            if server.error:
                output.complain(server.error)
            else:
                traffic = server.traffic()
                line = summary(traffic, count.errors, losses(traffic, journal))
                tell_summary(line, output, as_json=parsed.json)
    except ValueError as error:
        output.complain(str(error))
        return USAGE
    return FAILED if output.has_failed else code


def server_settings(parsed: Namespace) -> ServerSettings:
    """Read the options.

    Raises:
        ValueError: a parameter does not suit the dialogue, or the dialogue the transport.
    """
    return ServerSettings(
        name=tr("server"),
        endpoint=parsed.endpoint,
        options=ServerOptions.of(parsed.options),
        dialogue=parsed.dialogue,
        parameters=given_parameters(
            parsed.dialogue, parsed.endpoint, parsed.reply, parsed.settings
        ),
    )


def _wait(server: Server, inbox: Inbox) -> int:
    """Wait until the server fails or someone ends it; returns the exit code."""
    while True:
        match inbox.get():
            case Wake.INTERRUPTED:
                return INTERRUPTED
            case Wake.TERMINATED | Wake.OUTPUT_BROKEN:
                return DONE
            case Wake.CHANGED if server.state is EndpointState.FAILED:
                return UNREACHABLE
            case Wake.CHANGED if server.state is EndpointState.STOPPED:
                return DONE
