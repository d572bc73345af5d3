"""Turns what a document says into the settings that the engine starts servers and clients with."""

from collections.abc import Mapping
from typing import TypeVar, cast

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.script import Script
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
        options=_options(ServerOptions, document.options),
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
    options = _options(ClientOptions, document.options)
    is_stream = endpoint.transport.is_stream
    messages = not (is_stream and options.framing.is_none)
    steps = script_steps(document.steps, is_stream=is_stream, messages=messages)

    def script(connected_to: Endpoint) -> Script:
        return Script(steps, client_variables(connected_to), messages=messages)

    return ClientSettings(
        name=document.name,
        endpoint=endpoint,
        options=options,
        script=script if steps else None,
    )


def _options(kind: type[_Options], written: Mapping[str, object]) -> _Options:
    values = {}
    for row in kind.rows():
        if row.name in written:
            with in_field(row.name):
                values[row.name] = row.kind.take(written[row.name])
    return kind.of(values)


def client_variables(endpoint: Endpoint) -> dict[str, str]:
    """The variables a client's steps begin with.

    `host` is in brackets where it is an IPv6 address, so that `{{host}}:{{port}}` is right in a URL
    and in an HTTP `Host` (RFC 3986, 3.2.2).
    """
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return {"host": host, "port": str(endpoint.port), "path": endpoint.path}
