"""Finds the scenario that a person means: one of ours by its name, or a file."""

from pathlib import Path

from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.scenarios.load import load_scenario
from socket_workbench.scenarios.model import Scenario


def find_scenario(text: str) -> Scenario:
    """Read a scenario by its name, or from a file.

    A text with a folder or `.toml` in it is a file, everything else is a name.

    Raises:
        ValueError: there is no such scenario, or its file has a mistake.
    """
    path = Path(text)
    if path.suffix == ".toml" or path.name != text:
        return load_scenario(path)
    return load_builtin(text)
