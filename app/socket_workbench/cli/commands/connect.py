"""`connect`: what is typed is sent, and what comes is printed."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options, add_value
from socket_workbench.cli.arguments.shared_options import add_recording_options, address_help
from socket_workbench.language import mark, tr
from socket_workbench.sockets.options import ClientOptions


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=address_help())
    parser.add_argument(
        "--line-end",
        metavar="none|lf|cr|crlf",
        type=values.line_end,
        help=tr("how each line sent ends (default: as it was typed)"),
    )
    parser.add_argument(
        "--hex",
        action="store_true",
        help=tr("lines typed are hex, and what comes is printed as lines of hex"),
    )
    parser.add_argument(
        "--keep-open",
        action="store_true",
        help=tr("the end of standard input does not half-close; the peer ends the connection"),
    )
    add_endpoint_options(parser, ClientOptions)
    add_value(
        parser,
        "--local",
        tr("HOST[:PORT]"),
        values.local_address,
        tr("--local-host and --local-port in one"),
    )
    add_recording_options(parser)


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.connect import connect

    return connect(parsed)


COMMAND = Command(
    name="connect",
    order=20,
    summary=mark("connect, send what is typed line by line, and print what comes"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
