"""`run`: a scenario without a window."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command
from socket_workbench.cli.arguments.shared_options import add_recording_options
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "scenario",
        metavar=tr("SCENARIO"),
        type=values.file,
        help=tr("a name ('{program} list scenarios') or a .toml file", program=PROGRAM),
    )
    parser.add_argument(
        "--at",
        metavar=tr("HOST:PORT"),
        type=values.endpoint,
        help=tr("run it here instead; port 0 for any free port"),
    )
    parser.add_argument(
        "--only",
        metavar="server|client",
        choices=["server", "client"],
        help=tr("leave the other side to another program"),
    )
    parser.add_argument(
        "--answer",
        metavar=tr("VALUE"),
        dest="answers",
        action="append",
        default=[],
        help=tr("answer the next question with this; may be given again"),
    )
    add_recording_options(parser)


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.run import run

    return run(parsed)


COMMAND = Command(
    name="run",
    order=30,
    summary=mark("run a scenario: its servers, its clients and what they say"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
