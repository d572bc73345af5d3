"""Checks a document's values, with the parsers that read them for a run."""

from socket_workbench.language import tr
from socket_workbench.scenarios.fields import FieldError, Mistakes
from socket_workbench.scenarios.model import FORMAT, Scenario
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.values.budget import Budget

MOST_ENDPOINTS = 1000
"""Servers and clients that one document may have."""


def check_scenario(scenario: Scenario, budget: Budget) -> None:
    """Check what the types of the fields do not.

    Args:
        scenario: the document.
        budget: in which its templates and patterns are counted.

    Raises:
        FieldError: values make no sense; names every field.
    """
    mistakes = Mistakes()
    with mistakes.of():
        _check_document(scenario)
    for index, server in enumerate(scenario.servers[:MOST_ENDPOINTS]):
        if mistakes.is_full:
            break
        mistakes.read(f"servers[{index}]", server_settings, server, budget)
    for index, client in enumerate(scenario.clients[:MOST_ENDPOINTS]):
        if mistakes.is_full:
            break
        mistakes.read(f"clients[{index}]", client_settings, client, None, budget)
    mistakes.check()


def _check_document(scenario: Scenario) -> None:
    if scenario.format != FORMAT:
        raise FieldError("format", tr("expected {format}.", format=FORMAT))
    if not scenario.servers and not scenario.clients:
        raise FieldError("servers", tr("a scenario needs a server or a client."))
    if len(scenario.servers) + len(scenario.clients) > MOST_ENDPOINTS:
        raise FieldError(
            "servers" if len(scenario.servers) > len(scenario.clients) else "clients",
            tr("a scenario has at most {most:,} servers and clients.", most=MOST_ENDPOINTS),
        )
