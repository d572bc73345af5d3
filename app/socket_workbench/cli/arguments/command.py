"""A command of the command line, and its parser."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.cli.arguments.parser import Parser
from socket_workbench.language import tr

if TYPE_CHECKING:
    from argparse import _SubParsersAction

PROGRAM = "socket-workbench"


class Command(NamedTuple):
    """A command; each module in `cli/commands/` declares one as `COMMAND`.

    Attributes:
        name: the word that calls it.
        order: sort key in the program's help, ascending.
        summary: what it does, in English, to be translated where it is shown.
        add_arguments: adds its arguments to its parser; called only when the word was given.
        run: runs it with the arguments that were read; returns the exit code.
        answers_signals: whether `run` itself waits for signals; others are interrupted.
    """

    name: str
    order: int
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    answers_signals: bool = False

    def add_to(self, commands: "_SubParsersAction[CommandParser]") -> None:
        """Add the command to the program's parser; `.command` is then set to what runs it."""
        summary = tr(self.summary)
        parser = commands.add_parser(
            self.name, help=summary, description=summary, allow_abbrev=False
        )
        parser.command = self


class CommandParser(Parser):
    """A command's parser, which gets its arguments when the command is called.

    Attributes:
        command: the command.
    """

    command: Command

    # The stubs overload it for namespaces of any class; only `Namespace` is used here.
    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        """Add the command's arguments and parse; once for each parser."""
        self.command.add_arguments(self)
        self.set_defaults(command=partial(_guarded, self.command))
        return super().parse_known_args(args, namespace)


def _guarded(command: Command, parsed: Namespace) -> int:
    """Run a command, its imports included, so that no traceback is printed."""
    from socket_workbench.cli import border

    return border.guard(command.run, parsed, answers_signals=command.answers_signals)
