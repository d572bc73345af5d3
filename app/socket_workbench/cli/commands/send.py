"""`send`: one message, and what is answered."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.endpoint_options import add_endpoint_options
from socket_workbench.cli.arguments.shared_options import add_recording_options, address_help
from socket_workbench.language import mark, tr
from socket_workbench.sockets.options import ClientOptions


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("endpoint", metavar="URL", type=values.endpoint, help=address_help())
    message = parser.add_mutually_exclusive_group(required=True)
    message.add_argument(
        "--text", metavar=tr("TEXT"), help=tr("send this text; escapes such as \\r\\n are parsed")
    )
    message.add_argument(
        "--hex",
        metavar="HEX",
        type=values.hexadecimal,
        help=tr("send these bytes, such as '01 ff'; the answer is printed as hex, too"),
    )
    message.add_argument(
        "--file", metavar=tr("FILE"), type=values.file, help=tr("send what is in this file")
    )
    parser.add_argument(
        "--line-end",
        metavar="none|lf|cr|crlf",
        type=values.line_end,
        help=tr("what is added behind the message (default: none)"),
    )
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument(
        "--expect",
        metavar=tr("TEXT"),
        help=tr("the answer has to be this text, with escapes; else the exit code is 1"),
    )
    answer.add_argument(
        "--contains",
        metavar=tr("TEXT"),
        help=tr("the answer has to have this text in it; else the exit code is 1"),
    )
    parser.add_argument(
        "--within",
        metavar=tr("TIME"),
        type=values.duration,
        default=1.0,
        help=tr("how long to wait for the answer (default: 1s)"),
    )
    add_endpoint_options(parser, ClientOptions)
    add_recording_options(parser)


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.send import send

    return send(parsed)


COMMAND = Command(
    name="send",
    order=25,
    summary=mark("send one message, and print the answer"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
