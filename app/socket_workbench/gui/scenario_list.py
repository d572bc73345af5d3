"""The built-in scenarios as the gallery and the toolbar list them."""

from pathlib import Path

from socket_workbench.gui.dialogs.gallery_entry import GalleryEntry
from socket_workbench.language import tr
from socket_workbench.scenarios.addresses import document_endpoint
from socket_workbench.scenarios.builtin import load_builtin, scenario_names
from socket_workbench.scenarios.load import load_scenario
from socket_workbench.scenarios.model import Scenario

FIRST = "welcome"
"""The scenario that stands at the top, and in the window of who starts for the first time."""


def gallery_entries() -> list[GalleryEntry]:
    """Return all built-in scenarios, the first one to try first."""
    names = sorted(scenario_names(), key=lambda name: (name != FIRST, name))
    return [_entry(name, load_builtin(name)) for name in names]


def open_scenario(name: str) -> Scenario:
    """Load a built-in scenario by its name, or any other by its file's path.

    Raises:
        UnknownScenarioError: there is no built-in scenario of that name.
        ScenarioError: the file has a mistake, or cannot be read.
    """
    return load_scenario(Path(name)) if is_file_name(name) else load_builtin(name)


def is_file_name(name: str) -> bool:
    """Whether a scenario's name is the path of a file rather than that of a built-in one."""
    return name.endswith(".toml") or Path(name).name != name


def _entry(name: str, scenario: Scenario) -> GalleryEntry:
    endpoints = [server.endpoint for server in scenario.servers] or [
        client.endpoint for client in scenario.clients
    ]
    return GalleryEntry(
        name=name,
        title=tr(scenario.title),
        summary=tr(scenario.summary),
        addresses=tuple(str(document_endpoint(endpoint)) for endpoint in endpoints),
    )
