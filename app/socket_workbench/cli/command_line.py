"""Parses the command line, and finds the command that it names.

No command's work is imported here: `--help` and `--version` answer at once, and each command
imports what it needs when it runs.
"""

import argparse
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from socket_workbench.cli.arguments import values
from socket_workbench.cli.arguments.command import PROGRAM, Command, CommandParser
from socket_workbench.cli.arguments.file_arguments import with_options_for_files
from socket_workbench.cli.arguments.parser import Parser
from socket_workbench.cli.version import ShowVersion
from socket_workbench.discovery import declared
from socket_workbench.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socket_workbench.sockets.addresses.endpoint import Endpoint


class ServerPane(NamedTuple):
    """A server that the window is to open with.

    Attributes:
        endpoint: where it listens.
        dialogue: the name of its dialogue; empty for the window's default.
    """

    endpoint: "Endpoint"
    dialogue: str = ""


def parse(argv: list[str]) -> argparse.Namespace:
    """Read the command line.

    Args:
        argv: the arguments after the program's name.

    Returns:
        `.command` is None for the window, else a function that takes this namespace and returns
        the exit code. For the window: `.scenario` (a name or file, or None), `.run`, `.serve` (a
        list of `ServerPane`), `.connect` (a list of `Endpoint`), `.open` (names of files),
        `.new_window`, `.portable` and `.safe_mode`.

    Raises:
        SystemExit: with 2 after a sentence about wrong usage; with 0 after `--help`, `--version`.
    """
    parser, _ = _program()
    parsed = parser.parse_args(with_options_for_files(argv))
    if parsed.command is None and parsed.run and parsed.scenario is None:
        parser.error(tr("--run needs a --scenario to run."))
    if parsed.reset_settings:
        if parsed.command is not None:
            parser.error(tr("--reset-settings stands without a command."))
        parsed.command = _reset_settings
    return parsed


def _reset_settings(parsed: argparse.Namespace) -> int:
    from socket_workbench.cli import border
    from socket_workbench.cli.reset_settings import reset_settings

    return border.guard(reset_settings, parsed)


def parsers() -> tuple[Parser, dict[str, CommandParser]]:
    """Return the program's parser, and that of each command by its name, with all arguments.

    They are for descriptions, such as man pages; to parse with them would add arguments twice.
    """
    parser, commands = _program()
    for command_parser in commands.choices.values():
        command_parser.command.add_arguments(command_parser)
    return parser, dict(commands.choices)


def _program() -> "tuple[Parser, argparse._SubParsersAction[CommandParser]]":
    parser = Parser(prog=PROGRAM, description=_description(), allow_abbrev=False)
    parser.set_defaults(command=None)
    _add_window(parser)
    commands = parser.add_subparsers(
        metavar=tr("COMMAND"), title=tr("commands"), parser_class=CommandParser
    )
    for command in declared("socket_workbench.cli.commands", "COMMAND", Command):
        command.add_to(commands)
    return parser, commands


class _ServersAction(argparse.Action):
    """Replaces the list of servers by what `changed` returns."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: "str | Sequence[Any] | None",
        option_string: str | None = None,
    ) -> None:
        namespace.serve = self.changed(namespace.serve, values)

    def changed(self, servers: list[ServerPane], value: object) -> list[ServerPane]:
        """Return the new list; `value` is what the option's `type` returned."""
        raise NotImplementedError


class _AddServer(_ServersAction):
    def changed(self, servers: list[ServerPane], value: object) -> list[ServerPane]:
        return [*servers, ServerPane(cast("Endpoint", value))]


class _SetDialogue(_ServersAction):
    def changed(self, servers: list[ServerPane], value: object) -> list[ServerPane]:
        if not servers:
            raise argparse.ArgumentError(self, tr("it stands behind the --serve it belongs to."))
        *before, last = servers
        return [*before, last._replace(dialogue=str(value))]


def _description() -> str:
    return tr(
        "Start TCP, UDP and Unix-socket servers, connect clients, and see every byte between them."
        " Without a command, the window opens."
    )


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--version",
        action=ShowVersion,
        nargs=0,
        dest=argparse.SUPPRESS,
        default=argparse.SUPPRESS,
        help=tr("print the versions, and exit"),
    )
    window = parser.add_argument_group(tr("the window"))
    window.add_argument(
        "--scenario",
        metavar=tr("NAME|FILE"),
        type=values.file,
        help=tr("set this scenario up in the window"),
    )
    window.add_argument("--run", action="store_true", help=tr("run the scenario at once"))
    window.add_argument(
        "--serve",
        metavar="URL",
        type=values.endpoint,
        action=_AddServer,
        default=[],
        help=tr("open with a server here, started; may be given again"),
    )
    window.add_argument(
        "--dialogue",
        metavar=tr("NAME"),
        type=values.dialogue,
        action=_SetDialogue,
        default=argparse.SUPPRESS,
        help=tr("what the server of the --serve before it says"),
    )
    window.add_argument(
        "--connect",
        metavar="URL",
        type=values.endpoint,
        action="append",
        default=[],
        help=tr("open with a client connected here; may be given again"),
    )
    window.add_argument(
        "--open",
        metavar=tr("FILE"),
        type=values.file,
        action="append",
        default=[],
        help=tr(
            "show this recorded session, set up this scenario (.toml), or offer the scenarios of"
            " this folder; the name alone is enough where it ends in .swb or .toml"
        ),
    )
    window.add_argument(
        "--new-window",
        action="store_true",
        help=tr("open a window of its own, even if one is open that could open the files"),
    )
    _add_settings(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(tr("settings"))
    group.add_argument(
        "--portable",
        action="store_true",
        help=tr("keep settings, sessions and the log in a folder beside the program"),
    )
    group.add_argument(
        "--safe-mode",
        action="store_true",
        help=tr("start with defaults and without panes; no settings are read or changed"),
    )
    group.add_argument(
        "--reset-settings",
        action="store_true",
        help=tr("remove all settings and what windows have kept, but no session, and exit"),
    )
