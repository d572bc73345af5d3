"""What `--version` prints: the versions that a report of a fault needs."""

import argparse
import platform
from importlib import import_module
from typing import TYPE_CHECKING

from socket_workbench import __version__
from socket_workbench.cli.exit_codes import FAILED
from socket_workbench.cli.output.output import Output
from socket_workbench.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence


def version_text(program: str) -> str:
    """Return the version of the program, and below it those of Python, PySide6, Qt and the system.

    Imports Qt's core, which needs no display; where it cannot be loaded, the text says so.
    """
    try:
        pyside = import_module("PySide6").__version__
        qt = import_module("PySide6.QtCore").qVersion()
    except ImportError:
        pyside = qt = tr("not installed")
    facts = (
        ("Python", platform.python_version()),
        ("PySide6", pyside),
        ("Qt", qt),
        (tr("System"), platform.platform(aliased=True, terse=True)),
    )
    return "\n".join([f"{program} {__version__}", *(f"{name}: {fact}" for name, fact in facts)])


class ShowVersion(argparse.Action):
    """Prints the versions, and ends the program."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: "str | Sequence[object] | None",
        option_string: str | None = None,
    ) -> None:
        """Raise `SystemExit` once they are printed, with 1 if they cannot be."""
        output = Output()
        output.lines(version_text(parser.prog).splitlines())
        parser.exit(FAILED if output.has_failed else 0)
