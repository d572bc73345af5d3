"""`check`: names every mistake of scenario files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.arguments.file_arguments import FileNames
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.language import mark, tr


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar=tr("FILE"),
        nargs="+",
        action=FileNames,
        type=values.file,
        help=tr("a scenario file, or a folder of them; nothing in it is run"),
    )


def _run(parsed: Namespace) -> int:
    from socket_workbench.scenarios.find import documents_in
    from socket_workbench.scenarios.load import ScenarioError

    output = Output()
    code = DONE
    for named in map(Path, parsed.files):
        try:
            files = documents_in(named) if named.is_dir() else [named]
        except ValueError as error:
            code = USAGE
            output.lines([str(error)])
            continue
        for file in files:
            try:
                output.lines(_doubts(file))
            except ScenarioError as error:
                code = USAGE
                output.lines(error.lines())
    return FAILED if output.has_failed else code


def _doubts(file: Path) -> list[str]:
    """Return a line for each doubt about a file; raises `ScenarioError` for mistakes."""
    from socket_workbench.scenarios.doubts import doubts
    from socket_workbench.scenarios.load import load_scenario

    load_scenario(file, None)
    return [doubt.in_file(str(file)) for doubt in doubts(file)]


COMMAND = Command(
    name="check",
    order=65,
    summary=mark("name every mistake of scenario files, with line and column"),
    add_arguments=_add_arguments,
    run=_run,
)
