"""`watch`: runs a Python program and tells its socket calls."""

import argparse
from argparse import ArgumentParser, Namespace

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.shared_options import add_recording_options
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--python",
        metavar=tr("FILE"),
        type=values.file,
        help=tr("the Python that runs it (default: that of the nearest .venv, else of PATH)"),
    )
    parser.add_argument(
        "--step",
        action="store_true",
        help=tr("hold each call before it is made; Enter makes one, see the manual for more"),
    )
    parser.add_argument(
        "-m",
        dest="module",
        metavar=tr("MODULE"),
        nargs=argparse.REMAINDER,
        help=tr("run a module instead of a file; its own arguments stand behind it"),
    )
    add_recording_options(parser)
    parser.add_argument(
        "program",
        metavar=tr("PROGRAM.py"),
        nargs=argparse.REMAINDER,
        help=tr("the program and its own arguments; options stand before it"),
    )


def _run(parsed: Namespace) -> int:
    from socket_workbench.cli.watch import watch

    return watch(parsed)


COMMAND = Command(
    name="watch",
    order=25,
    summary=mark("run a Python program, and tell its socket calls and typical mistakes"),
    add_arguments=_add_arguments,
    run=_run,
    answers_signals=True,
)
