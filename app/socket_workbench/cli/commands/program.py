"""`program`: the Python program that does what a server or a client does."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options
from socket_workbench.cli.arguments.shared_options import (
    add_dialogue_options,
    add_one_at_a_time,
    address_help,
)
from socket_workbench.language import mark, tr
from socket_workbench.sockets.option import Options
from socket_workbench.sockets.options import ClientOptions, ServerOptions

STYLES = ("socket", "socketserver", "asyncio")


def _add_arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--serve",
        metavar="URL",
        type=values.endpoint,
        help=tr("the program of a server at {address}", address=address_help()),
    )
    what.add_argument(
        "--connect", metavar="URL", type=values.endpoint, help=tr("the program of a client")
    )
    what.add_argument(
        "--scenario",
        metavar=tr("NAME|FILE"),
        type=values.file,
        help=tr("the program of a scenario's server or client; --side says which"),
    )
    parser.add_argument(
        "--side",
        metavar="server|client",
        choices=["server", "client"],
        help=tr("which side of the scenario"),
    )
    parser.add_argument(
        "--name",
        metavar=tr("NAME"),
        help=tr("which of several servers or clients of the scenario (default: the first)"),
    )
    parser.add_argument(
        "--style",
        metavar="|".join(STYLES),
        choices=STYLES,
        default="socket",
        help=tr("how the program calls sockets (default: socket)"),
    )
    add_dialogue_options(parser)
    add_endpoint_options(parser, _every_option())
    add_one_at_a_time(parser)


def _every_option() -> type[Options]:
    """Return a table with the options of servers and of clients."""
    rows = {row.name: row for kind in (ClientOptions, ServerOptions) for row in kind.rows()}
    return type("EndpointOptions", (Options,), dict(rows))


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.program import print_program

    return print_program(parsed)


COMMAND = Command(
    name="program",
    order=55,
    summary=mark("print the Python program that does what a server or a client does"),
    add_arguments=_add_arguments,
    run=_run,
)
