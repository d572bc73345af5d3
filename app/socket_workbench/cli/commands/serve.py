"""`serve`: a server whose every event is printed as one line."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command
from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options, add_shorthand
from socket_workbench.cli.arguments.shared_options import add_recording_options, address_help
from socket_workbench.dialogues import DEFAULT_DIALOGUE
from socket_workbench.language import mark, tr
from socket_workbench.sockets.options import ONE_AT_A_TIME, ServerOptions


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=address_help())
    parser.add_argument(
        "--dialogue",
        metavar=tr("NAME"),
        type=values.dialogue,
        default=DEFAULT_DIALOGUE,
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
    add_endpoint_options(parser, ServerOptions)
    add_shorthand(
        parser,
        "--one-at-a-time",
        {"model": ONE_AT_A_TIME},
        tr(
            "serve one connection to its end before the next one is accepted: --model {model}",
            model=ONE_AT_A_TIME,
        ),
    )
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
