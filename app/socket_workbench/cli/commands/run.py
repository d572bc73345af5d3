"""`run`: a scenario without a window."""

from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command
from socket_workbench.cli.arguments.file_arguments import FileNames
from socket_workbench.cli.arguments.shared_options import add_recording_options
from socket_workbench.language import mark, tr

MOST_JOBS = 256
"""Scenarios that can run at the same time."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "scenarios",
        metavar=tr("SCENARIO"),
        nargs="+",
        action=FileNames,
        type=values.file,
        help=tr(
            "a name ('{program} list scenarios'), a .toml file, or a folder of them, in the order"
            " of their names; of several, one line each is printed",
            program=PROGRAM,
        ),
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
    parser.add_argument(
        "--var",
        metavar=tr("NAME=VALUE"),
        dest="variables",
        type=values.setting,
        action="append",
        default=[],
        help=tr("set a variable of the scenario; may be given again"),
    )
    parser.add_argument(
        "--save-to",
        metavar=tr("FOLDER"),
        type=values.file,
        help=tr("where steps may save files (default: they save nothing)"),
    )
    _add_options_of_several(parser)
    add_recording_options(parser)


def _add_options_of_several(parser: ArgumentParser) -> None:
    """Add how several scenarios are run, and what is written of them."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=values.whole_number(1, MOST_JOBS),
        default=1,
        help=tr("how many of several scenarios run at the same time (default: 1)"),
    )
    parser.add_argument(
        "--repeat",
        metavar="N",
        type=values.whole_number(1, 100_000),
        default=1,
        help=tr("run all of them so many times"),
    )
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help=tr("go on after one that did not pass, or has a mistake"),
    )
    parser.add_argument(
        "--junit",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("write how each ended into this file, in the XML format of JUnit"),
    )


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.run import run

    return run(parsed)


COMMAND = Command(
    name="run",
    order=30,
    summary=mark("run scenarios: their servers, their clients and what they say"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
