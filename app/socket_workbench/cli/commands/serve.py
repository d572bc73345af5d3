"""`serve`: a server whose every event is printed as one line."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command
from socket_workbench.cli.arguments.shared_options import add_socket_options, address_help
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=address_help())
    parser.add_argument(
        "--dialogue",
        metavar=tr("NAME"),
        type=values.dialogue,
        default="echo",
        help=tr("what the server says (default: echo; see '{program} list')", program=PROGRAM),
    )
    parser.add_argument(
        "--reply", metavar=tr("TEXT"), help=tr("the dialogue's reply, or its template")
    )
    parser.add_argument(
        "--set",
        metavar=tr("NAME=VALUE"),
        dest="settings",
        type=values.setting,
        action="append",
        default=[],
        help=tr("set another parameter of the dialogue; may be given again"),
    )
    parser.add_argument(
        "--backlog",
        metavar="N|system",
        type=values.backlog,
        help=tr("connections that may wait to be accepted (default: system, what it allows)"),
    )
    parser.add_argument(
        "--one-at-a-time",
        action="store_true",
        help=tr("serve one connection to its end before the next is accepted"),
    )
    parser.add_argument(
        "--close-on-peer-end",
        metavar="yes|no",
        type=values.yes_or_no,
        help=tr("close a connection whose peer has ended its side (default: yes, no for manual)"),
    )
    parser.add_argument(
        "--most-waiting",
        metavar=tr("SIZE"),
        type=values.most_waiting,
        help=tr("close a connection for whose peer more than this waits (default: 8MiB)"),
    )
    add_socket_options(parser)


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
