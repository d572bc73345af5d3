"""Turns what a document says into the settings that the engine starts servers and clients with."""

from dataclasses import replace
from typing import cast

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.dialogues.script import Script
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.payload.framing import Framing
from socket_workbench.payload.sizes import parse_size
from socket_workbench.scenarios.addresses import document_endpoint
from socket_workbench.scenarios.durations import parse_duration
from socket_workbench.scenarios.fields import in_field
from socket_workbench.scenarios.model import ClientDocument, ServerDocument
from socket_workbench.scenarios.steps import script_steps
from socket_workbench.scenarios.suitability import check_transport
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.options import ClientOptions, ServerOptions, parse_backlog


def server_settings(document: ServerDocument, at: Endpoint | None = None) -> ServerSettings:
    """Read a document's server.

    Args:
        document: one `[[servers]]` table.
        at: where it is to listen instead of the address that is written.

    Raises:
        FieldError: a value makes no sense; names the field.
    """
    with in_field("endpoint"):
        endpoint = document_endpoint(document.endpoint) if at is None else at
    with in_field("dialogue"):
        kind = dialogue_kind(document.dialogue)
        check_transport(kind, endpoint)
    with in_field("parameters"):
        # `build` judges names, types and values.
        parameters = cast("dict[str, str | bool]", document.parameters)
        kind.build(parameters)
    with in_field("framing"):
        framing = Framing.parse(document.framing)
    with in_field("backlog"):
        backlog = parse_backlog(document.backlog)
    most_waiting = _most_waiting(document)
    return ServerSettings(
        name=document.name,
        endpoint=endpoint,
        options=ServerOptions(
            backlog=backlog,
            receive_size=document.receive_size,
            reuse_address=document.reuse_address,
            one_at_a_time=document.one_at_a_time,
            most_waiting=most_waiting,
            close_on_peer_end=document.close_on_peer_end,
        ),
        dialogue=kind.name,
        parameters=parameters,
        framing=framing,
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
    with in_field("framing"):
        framing = Framing.parse(document.framing)
    options = _client_options(document)
    is_stream = endpoint.transport.is_stream
    messages = not (is_stream and framing.is_none)
    steps = script_steps(document.steps, is_stream=is_stream, messages=messages)

    def script(connected_to: Endpoint) -> Script:
        return Script(steps, client_variables(connected_to), messages=messages)

    return ClientSettings(
        name=document.name,
        endpoint=endpoint,
        options=options,
        framing=framing,
        script=script if steps else None,
    )


def _client_options(document: ClientDocument) -> ClientOptions:
    options = ClientOptions(receive_size=document.receive_size, local_port=document.local_port)
    with in_field("local_host"):
        options = replace(options, local_host=document.local_host)
    with in_field("connect_timeout"):
        options = replace(options, connect_timeout=parse_duration(document.connect_timeout))
    if document.reconnect_interval is not None:
        with in_field("reconnect_interval"):
            interval = parse_duration(document.reconnect_interval)
            options = replace(options, reconnect_interval=interval)
    return replace(
        options,
        reuse_address=document.reuse_address,
        most_waiting=_most_waiting(document),
        close_on_peer_end=document.close_on_peer_end,
    )


def _most_waiting(document: ServerDocument | ClientDocument) -> int:
    with in_field("most_waiting"):
        written = document.most_waiting
        size = written if isinstance(written, int) else parse_size(written)
        return ServerOptions(most_waiting=size).most_waiting


def client_variables(endpoint: Endpoint) -> dict[str, str]:
    """The variables a client's steps begin with.

    `host` is in brackets where it is an IPv6 address, so that `{{host}}:{{port}}` is right in a URL
    and in an HTTP `Host` (RFC 3986, 3.2.2).
    """
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return {"host": host, "port": str(endpoint.port), "path": endpoint.path}
