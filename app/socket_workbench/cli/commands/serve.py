"""`serve`: a server whose every event is printed as one line."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options
from socket_workbench.cli.arguments.shared_options import (
    add_dialogue_options,
    add_one_at_a_time,
    add_recording_options,
    address_help,
)
from socket_workbench.language import mark
from socket_workbench.sockets.options import ServerOptions


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=address_help())
    add_dialogue_options(parser)
    add_endpoint_options(parser, ServerOptions)
    add_one_at_a_time(parser)
    add_recording_options(parser)


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.serve import serve

    return serve(parsed)


COMMAND = Command(
    name="serve",
    order=10,
    summary=mark("start a server and print every event as a line"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
