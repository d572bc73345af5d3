"""The program's entry point: a window, or a command that needs no display."""

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

from socket_workbench.cli import held_signals

if TYPE_CHECKING:
    import argparse

NO_WORDS = SimpleNamespace(
    command=None,
    scenario=None,
    run=False,
    serve=[],
    connect=[],
    open=[],
    new_window=False,
    portable=False,
    safe_mode=False,
    reset_settings=False,
)
"""What `command_line.parse` returns for no arguments; it is not imported then."""

_MATCH_EXPRESSIONS = "--match-expressions"
"""Runs `journal.search.expression_program`, see its `WORD`; that is not imported to be compared."""


def run() -> None:
    """Run the program with the process's own arguments and exit with its code.

    Signals are blocked until there is a command to handle them.
    """
    if sys.argv[1:] == [_MATCH_EXPRESSIONS]:
        from socket_workbench.journal.search import expression_program

        expression_program.main()
        return
    held_signals.hold()
    from socket_workbench.cli.descriptors import fill_closed_descriptors, raise_low_limit

    fill_closed_descriptors()
    raise_low_limit()
    sys.exit(main(sys.argv[1:]))


def main(argv: list[str]) -> int:
    """Run the program in the language of the environment.

    PySide6 is imported only when a window is asked for, so that commands work and start at once on
    a machine with no display libraries.

    Args:
        argv: the arguments after the program's name.

    Returns:
        One of `cli.exit_codes`; no display for the window counts as unreachable.

    Raises:
        SystemExit: with 2 after wrong usage; with 0 after `--help` and `--version`.
    """
    from socket_workbench.language import use_language

    use_language()
    parsed: argparse.Namespace | SimpleNamespace = NO_WORDS
    if argv:
        from socket_workbench.cli import command_line

        parsed = command_line.parse(argv)
    if parsed.portable:
        from socket_workbench.user_folders import be_portable

        be_portable()
    if parsed.command is None:
        from socket_workbench.cli import border

        return border.guard(_open_window, parsed, answers_signals=True)
    exit_code: int = parsed.command(parsed)
    return exit_code


def _open_window(parsed: "argparse.Namespace | SimpleNamespace") -> int:
    import gc
    from time import monotonic, process_time

    # What the process has used of the processor is about the time since it was started.
    began = monotonic() - process_time()
    from socket_workbench.gui.start.compatibility import obstacle_to_window

    # The window decides when garbage is collected. Nearly everything that is allocated before lives
    # as long as the process, and collecting would take a fifth of the start.
    gc.disable()
    if obstacle := obstacle_to_window():
        from socket_workbench.cli.exit_codes import UNREACHABLE

        _complain(obstacle)
        return UNREACHABLE

    from socket_workbench.gui.start.beginning import begin

    begun = begin(parsed, began)
    if begun is None:
        from socket_workbench.language import tr

        _complain(tr("Shown in the window that was open; --new-window opens another one."))
        return 0
    from socket_workbench.gui.start.application import open_window

    # Blocked until here: PySide6 aborts the process if one of its imports is interrupted.
    with held_signals.raised():
        pass
    return open_window(begun, parsed, _complain)


def _complain(sentence: str) -> None:
    from socket_workbench.cli.output.output import Output

    Output().complain(sentence)


if __name__ == "__main__":
    run()
