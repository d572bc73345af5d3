"""`check`: names every mistake of scenario files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar=tr("FILE"),
        nargs="+",
        type=values.file,
        help=tr("a scenario file; nothing in it is run"),
    )


def _run(parsed: Namespace) -> int:
    from socket_workbench.scenarios.doubts import doubts
    from socket_workbench.scenarios.load import ScenarioError, load_scenario

    output = Output()
    code = DONE
    for file in parsed.files:
        try:
            load_scenario(Path(file), None)
            output.lines(doubt.in_file(file) for doubt in doubts(Path(file)))
        except ScenarioError as error:
            code = USAGE
            output.lines(error.lines())
    return FAILED if output.has_failed else code


COMMAND = Command(
    name="check",
    order=65,
    summary=mark("name every mistake of scenario files, with line and column"),
    add_arguments=_add_arguments,
    run=_run,
)
