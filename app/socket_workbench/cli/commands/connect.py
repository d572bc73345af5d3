"""`connect`: what is typed is sent, and what comes is printed."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.shared_options import add_socket_options, address_help
from socket_workbench.language import mark, tr


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
        "--local",
        metavar=tr("HOST[:PORT]"),
        type=values.local_address,
        default=("", 0),
        help=tr("connect from this address"),
    )
    parser.add_argument(
        "--connect-timeout",
        metavar=tr("TIME"),
        type=values.duration,
        default=10.0,
        help=tr("how long each address of the host is tried (default: 10s)"),
    )
    parser.add_argument(
        "--reuse-address",
        action="store_true",
        help=tr("connect from a port that an earlier connection has left in TIME_WAIT"),
    )
    parser.add_argument(
        "--keep-open",
        action="store_true",
        help=tr("the end of standard input does not half-close; the peer ends the connection"),
    )
    parser.add_argument(
        "--reconnect",
        metavar=tr("TIME"),
        type=values.duration,
        help=tr("connect again this long after the connection has ended or failed"),
    )
    add_socket_options(parser)


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
