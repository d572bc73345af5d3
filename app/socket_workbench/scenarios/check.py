"""Checks a document's values, with the parsers that read them for a run."""

from socket_workbench.dialogues.rules_reading import patterns
from socket_workbench.language import tr
from socket_workbench.scenarios.fields import FieldError, Mistakes
from socket_workbench.scenarios.model import FORMAT, Scenario
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.values.patterns import MOST_PATTERNS

MOST_ENDPOINTS = 1000
"""Servers and clients that one document may have."""


def check_scenario(scenario: Scenario) -> None:
    """Check what the types of the fields do not.

    Raises:
        FieldError: values make no sense; names every field.
    """
    mistakes = Mistakes()
    with mistakes.of():
        _check_document(scenario)
    if _has_too_many_patterns(scenario):
        problem = tr("at most {most:,} patterns are possible.", most=MOST_PATTERNS)
        mistakes.add(FieldError("servers", problem))
        raise mistakes.error()
    for index, server in enumerate(scenario.servers[:MOST_ENDPOINTS]):
        mistakes.read(f"servers[{index}]", server_settings, server)
    for index, client in enumerate(scenario.clients[:MOST_ENDPOINTS]):
        mistakes.read(f"clients[{index}]", client_settings, client)
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


def _has_too_many_patterns(scenario: Scenario) -> bool:
    """Return whether reading the patterns of all servers would take too long."""
    found = (1 for server in scenario.servers if server.rules for _ in patterns(server.rules))
    return sum(found) > MOST_PATTERNS
