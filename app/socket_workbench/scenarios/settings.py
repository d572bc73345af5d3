"""Turns what a document says into the settings that the engine starts servers and clients with."""

from collections.abc import Mapping
from typing import TypeVar, cast

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.script import Script
from socket_workbench.dialogues.script_steps import Step
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.scenarios.addresses import document_endpoint
from socket_workbench.scenarios.fields import in_field
from socket_workbench.scenarios.model import ClientDocument, ServerDocument
from socket_workbench.scenarios.steps import script_steps
from socket_workbench.scenarios.suitability import check_transport
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.option import Options
from socket_workbench.sockets.options import ClientOptions, ServerOptions

_Options = TypeVar("_Options", bound=Options)


def server_settings(document: ServerDocument) -> ServerSettings:
    """Read a document's server.

    Args:
        document: one `[[servers]]` table.

    Raises:
        FieldError: a value makes no sense; names the field.
    """
    with in_field("endpoint"):
        endpoint = document_endpoint(document.endpoint)
    with in_field("dialogue"):
        kind = dialogue_kind(document.dialogue)
        check_transport(kind, endpoint)
    with in_field("parameters"):
        # `build` judges names, types and values.
        parameters = cast("dict[str, str | bool]", document.parameters)
        kind.build(parameters)
    return ServerSettings(
        name=document.name,
        endpoint=endpoint,
        options=_options(ServerOptions, document.options, endpoint),
        dialogue=kind.name,
        parameters=parameters,
    )


def client_settings(document: ClientDocument, at: Endpoint | None = None) -> ClientSettings:
    """Read a document's client with its steps.

    Args:
        document: one `[[clients]]` table.
        at: where it is to connect to instead of the address that is written.

    Raises:
        FieldError: a value makes no sense; names the field.
    """
    with in_field("endpoint"):
        endpoint = document_endpoint(document.endpoint) if at is None else at
    options = _options(ClientOptions, document.options, endpoint)
    messages = _has_messages(endpoint, options)
    steps = _steps(document, endpoint, options)

    def script(connected_to: Endpoint) -> Script:
        return Script(steps, client_variables(connected_to), messages=messages)

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


def _steps(
    document: ClientDocument, endpoint: Endpoint, options: ClientOptions
) -> tuple[Step, ...]:
    messages = _has_messages(endpoint, options)
    return script_steps(document.steps, is_stream=endpoint.transport.is_stream, messages=messages)


def _has_messages(endpoint: Endpoint, options: ClientOptions) -> bool:
    """Return whether what comes are whole messages rather than pieces of a stream."""
    return not (endpoint.transport.is_stream and options.framing.is_none)


def _options(kind: type[_Options], written: Mapping[str, object], endpoint: Endpoint) -> _Options:
    values = {}
    for row in kind.rows():
        if row.name in written:
            with in_field(row.name):
                values[row.name] = row.kind.take(written[row.name])
    options = kind.of(values)
    name, sentence = options.misfit(endpoint.transport.value)
    if sentence:
        with in_field(name):
            raise ValueError(sentence)
    return options


def client_variables(endpoint: Endpoint) -> dict[str, str]:
    """The variables a client's steps begin with.

    `host` is in brackets where it is an IPv6 address, so that `{{host}}:{{port}}` is right in a URL
    and in an HTTP `Host` (RFC 3986, 3.2.2).
    """
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return {"host": host, "port": str(endpoint.port), "path": endpoint.path}
