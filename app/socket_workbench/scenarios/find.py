"""Finds a scenario: a built-in one by its name, or a file."""

from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.scenarios.builtin import load_builtin

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario


def find_scenario(text: str) -> "Scenario":
    """Read a scenario by its name, or from a file.

    Raises:
        ValueError: there is no such scenario, or its file has a mistake.
    """
    if not is_file(text):
        return load_builtin(text)
    from socket_workbench.scenarios.load import load_scenario

    return load_scenario(Path(text))


def is_file(text: str) -> bool:
    """Whether a text with a folder or `.toml` in it means a file; everything else is a name."""
    path = Path(text)
    return path.suffix == ".toml" or path.name != text
