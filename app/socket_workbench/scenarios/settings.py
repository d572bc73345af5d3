"""Turns what a document says into the settings that the engine starts servers and clients with."""

from collections.abc import Mapping
from typing import TypeVar, cast

import msgspec

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.rules_reading import RulesReader
from socket_workbench.dialogues.script import Script
from socket_workbench.dialogues.script_steps import SetVariables, Step
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.language import tr
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.scenarios.addresses import document_endpoint
from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field, key
from socket_workbench.scenarios.model import ClientDocument, ServerDocument
from socket_workbench.scenarios.steps import script_steps
from socket_workbench.scenarios.suitability import check_transport
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.option import Options
from socket_workbench.sockets.options import ClientOptions, ServerOptions
from socket_workbench.values.budget import Budget

_RULES = "rules"
"""The name of the dialogue that answers by the rules of a document."""

_Options = TypeVar("_Options", bound=Options)


def server_settings(document: ServerDocument, budget: Budget | None = None) -> ServerSettings:
    """Read a document's server.

    Args:
        document: one `[[servers]]` table.
        budget: of the document, in which templates and patterns are counted.

    Raises:
        FieldError: values make no sense; names every field.
    """
    mistakes = Mistakes()
    endpoint = mistakes.read("endpoint", document_endpoint, document.endpoint)
    kind = mistakes.read("dialogue", dialogue_kind, document.dialogue)
    # `build` judges names, types and values.
    parameters = cast("dict[str, str | bool]", document.parameters)
    if kind is not None:
        if endpoint is not None:
            mistakes.read("dialogue", check_transport, kind, endpoint)
        for name, value in parameters.items():
            if mistakes.is_full:
                break
            mistakes.read(f"parameters.{key(name)}", kind.build, {name: value})
    options = mistakes.read("", _options, ServerOptions, document.options, endpoint)
    if document.rules is not None:
        reader = RulesReader(document.rules, budget or Budget())
        parameters = {**parameters, "rules": _rules(reader, document.dialogue, mistakes)}
    if endpoint is None or kind is None or options is None or mistakes.found:
        raise mistakes.error()
    if document.rules is None:
        with in_field("parameters"):
            kind.build(parameters)
    return ServerSettings(
        name=document.name,
        endpoint=endpoint,
        options=options,
        dialogue=kind.name,
        parameters=parameters,
    )


def _rules(reader: RulesReader, dialogue: str, mistakes: Mistakes) -> str:
    """Return rules as the parameter of their dialogue has them."""
    if dialogue != _RULES:
        problem = tr("expected {dialogue}, because there are rules.", dialogue=_RULES)
        mistakes.add(FieldError("dialogue", problem))
    reader.read()
    for number, (path, problem) in enumerate(reader.mistakes, 1):
        is_last = reader.is_ended and number == len(reader.mistakes)
        mistakes.add(FieldError(f"rules.{path}", problem, is_last=is_last))
    return msgspec.json.encode(reader.document).decode()


def client_settings(
    document: ClientDocument, at: Endpoint | None = None, budget: Budget | None = None
) -> ClientSettings:
    """Read a document's client with its steps.

    Args:
        document: one `[[clients]]` table.
        at: where it is to connect to instead of the address that is written.
        budget: of the document, in which templates and patterns are counted.

    Raises:
        FieldError: values make no sense; names every field.
    """
    mistakes = Mistakes()
    endpoint = at or mistakes.read("endpoint", document_endpoint, document.endpoint)
    options = mistakes.read("", _options, ClientOptions, document.options, endpoint)
    steps = mistakes.read("", _steps, document, endpoint, options, budget)
    if endpoint is None or options is None or steps is None:
        raise mistakes.error()
    messages = _has_messages(endpoint, options)
    reconnects = options.reconnect_interval is not None

    def script(connected_to: Endpoint) -> Script:
        variables = {**client_variables(connected_to), **document.variables}
        return Script(
            steps, variables, messages=messages, reconnects=reconnects, seed=document.seed
        )

    return ClientSettings(
        name=document.name,
        endpoint=endpoint,
        options=options,
        script=script if steps else None,
    )


def client_steps(document: ClientDocument) -> tuple[Step, ...]:
    """Read the steps of a document's client; raises as `client_settings` does."""
    with in_field("endpoint"):
        endpoint = document_endpoint(document.endpoint)
    return _steps(document, endpoint, _options(ClientOptions, document.options, endpoint))


def program_steps(document: ClientDocument) -> tuple[Step, ...]:
    """Return the steps for a program, which knows nothing of the document's variables."""
    steps = client_steps(document)
    if not document.variables:
        return steps
    values = tuple(
        (name, show_escapes(value.encode("utf-8", "surrogateescape")).replace("{{", "\\x7b{"))
        for name, value in document.variables.items()
    )
    return (SetVariables(values), *steps)


def _steps(
    document: ClientDocument,
    endpoint: Endpoint | None,
    options: ClientOptions | None,
    budget: Budget | None = None,
) -> tuple[Step, ...]:
    """Read steps; without an endpoint or options, which have mistakes then, as any allow them."""
    is_stream, messages = True, True
    if endpoint is not None and options is not None:
        is_stream, messages = endpoint.transport.is_stream, _has_messages(endpoint, options)
    return script_steps(
        document.steps,
        is_stream=is_stream,
        messages=messages,
        variables=document.variables,
        shared=document.shared,
        budget=budget,
    )


def _has_messages(endpoint: Endpoint, options: ClientOptions) -> bool:
    """Return whether what comes are whole messages rather than pieces of a stream."""
    return not (endpoint.transport.is_stream and options.framing.is_none)


def _options(
    kind: type[_Options], written: Mapping[str, object], endpoint: Endpoint | None
) -> _Options:
    """Read options; without an endpoint, whether its transport can obey them is left open.

    Raises:
        FieldError: values make no sense; names every option.
    """
    mistakes = Mistakes()
    values = {}
    for row in kind.rows():
        if row.name in written:
            values[row.name] = mistakes.read(row.name, row.kind.take, written[row.name])
    mistakes.check()
    options = kind.of(values)
    name, sentence = options.misfit(endpoint.transport.value) if endpoint else ("", "")
    if sentence:
        raise FieldError(name, sentence)
    return options


def client_variables(endpoint: Endpoint) -> dict[str, str]:
    """The variables a client's steps begin with.

    `host` is in brackets where it is an IPv6 address, so that `{{host}}:{{port}}` is right in a URL
    and in an HTTP `Host` (RFC 3986, 3.2.2).
    """
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return {"host": host, "port": str(endpoint.port), "path": endpoint.path}
