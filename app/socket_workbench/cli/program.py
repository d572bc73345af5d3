"""`program`: prints the Python program of a server, of a client, or of one in a scenario."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TypeVar

from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.output.output import Output
from socket_workbench.cli.parameters import given_parameters
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.language import tr
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style
from socket_workbench.scenarios.find import find_scenario
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument
from socket_workbench.scenarios.settings import client_settings, program_steps, server_settings
from socket_workbench.sockets.option import Options
from socket_workbench.sockets.options import ClientOptions, ServerOptions

_Document = TypeVar("_Document", ServerDocument, ClientDocument)
_Options = TypeVar("_Options", bound=Options)


def print_program(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    output = Output()
    try:
        text = _program(parsed, Style(parsed.style))
    except ValueError as error:
        output.complain(str(error))
        return USAGE
    # It is data: its lines are those of the program, whatever the terminal makes of them.
    output.raw(text.encode())
    return FAILED if output.has_failed else DONE


def _program(parsed: Namespace, style: Style) -> str:
    if parsed.scenario is not None:
        return _scenario_program(find_scenario(parsed.scenario), parsed, style)
    if parsed.side is not None or parsed.name is not None:
        raise ValueError(tr("--side and --name are about a scenario: give --scenario NAME."))
    if parsed.connect is not None:
        client = _options(ClientOptions, parsed.options, tr("client"))
        return client_program(ClientSettings("client", parsed.connect, client), style)
    parameters = given_parameters(parsed.dialogue, parsed.serve, parsed.reply, parsed.settings)
    options = _options(ServerOptions, parsed.options, tr("server"))
    settings = ServerSettings("server", parsed.serve, options, parsed.dialogue, parameters)
    return server_program(settings, style)


def _options(kind: type[_Options], given: dict[str, object], side: str) -> _Options:
    known = {row.name for row in kind.rows()}
    for name in given:
        if name not in known:
            raise ValueError(tr("A {side} has no option '{name}'.", side=side, name=name))
    return kind.of(given)


def _scenario_program(scenario: Scenario, parsed: Namespace, style: Style) -> str:
    if parsed.options:
        raise ValueError(tr("The options of a scenario are in its file: give none here."))
    if parsed.side is None:
        raise ValueError(tr("Say which side of the scenario: --side server or --side client."))
    if parsed.side == "server":
        return server_program(server_settings(_chosen(scenario.servers, parsed.name)), style)
    document = _chosen(scenario.clients, parsed.name)
    return client_program(client_settings(document), style, program_steps(document))


def _chosen(documents: Sequence[_Document], name: str | None) -> _Document:
    for document in documents:
        if name in (None, document.name):
            return document
    if not documents:
        raise ValueError(tr("The scenario has none of that side."))
    names = ", ".join(document.name for document in documents)
    raise ValueError(
        tr("There is no '{name}' in the scenario; choose {names}.", name=name, names=names)
    )
