"""The built-in scenarios as the gallery and the toolbar list them."""

from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.language import tr
from socket_workbench.scenarios.addresses import document_endpoint
from socket_workbench.scenarios.builtin import load_builtin, scenario_names
from socket_workbench.scenarios.model import Scenario
from socket_workbench.sockets.addresses.endpoint import unix_supported

FIRST = "welcome"
"""The scenario that stands at the top, and in the window of who starts for the first time."""


def gallery_entries() -> list[GalleryEntry]:
    """Return all built-in scenarios, the first one to try first."""
    names = sorted(scenario_names(), key=lambda name: (name != FIRST, name))
    scenarios = {name: load_builtin(name) for name in names}
    return [_entry(name, scenarios[name]) for name in names if _can_run_here(scenarios[name])]


def _can_run_here(scenario: Scenario) -> bool:
    """Whether the system has the sockets that a scenario needs: some have no Unix sockets."""
    endpoints = [document_endpoint(server.endpoint) for server in scenario.servers]
    return not (unix_supported() and any(each.transport.is_unix for each in endpoints))


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
