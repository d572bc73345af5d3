"""The program of a server."""

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.programs import asyncio_style, socket_style, socketserver_style
from socket_workbench.programs.dialogue_code import dialogue_code
from socket_workbench.programs.framing_code import framing_code
from socket_workbench.programs.parts import TITLES, ServerParts, address, head, left_out
from socket_workbench.programs.shell_lines import shell_comments
from socket_workbench.programs.style import Style
from socket_workbench.sockets.options import ONE_AT_A_TIME, SOCKETSERVER, THREADS

_STYLES = {
    Style.SOCKET: (socket_style.stream_server, socket_style.datagram_server),
    Style.SOCKETSERVER: (socketserver_style.stream_server, socketserver_style.datagram_server),
    Style.ASYNCIO: (asyncio_style.stream_server, asyncio_style.datagram_server),
}

_OBEYED = frozenset({"framing", "backlog", "receive_size", "model", "reuse_address"})
"""Options that a program has; a comment is written for each other one that is set."""


def server_program(settings: ServerSettings, style: Style) -> str:
    """Return a Python program that does on the wire what a server does."""
    options, transport = settings.options, settings.endpoint.transport
    kind = dialogue_kind(settings.dialogue)
    backlog = options.backlog
    parts = ServerParts(
        endpoint=settings.endpoint,
        address=address(settings.endpoint),
        dialogue=dialogue_code(kind.name, settings.parameters),
        framing=framing_code(options.framing),
        backlog="socket.SOMAXCONN" if backlog is None else str(backlog),
        receive_size=options.receive_size,
        one_at_a_time=options.model in (ONE_AT_A_TIME, SOCKETSERVER),
        reuse_address=options.reuse_address and transport.value == "tcp",
        receive=options.calls.receiving(is_stream=transport.is_stream),
    )
    comments = [
        *shell_comments(settings.endpoint, is_server=True),
        *left_out(options, transport.value, _OBEYED, _sentences(style)),
        *(f"# {line}" for line in parts.dialogue.comments),
    ]
    if transport.is_stream and options.model not in (THREADS, ONE_AT_A_TIME):
        comments.append(f"# model: {options.model}; here the style of the program decides.")
    if parts.framing:
        comments.append("# The workbench refuses messages of more than 16 MiB; this does not.")
    if style is Style.ASYNCIO and not transport.is_stream:
        comments.append("# asyncio sends no empty datagrams, and chooses the size it receives.")
    title = f"A {TITLES[transport.value]} server, with {style.title}: the dialogue {kind.name}."
    write_stream, write_datagrams = _STYLES[style]
    write = write_stream if transport.is_stream else write_datagrams
    return write(parts, head(title, kind.summary, comments))


def _sentences(style: Style) -> dict[str, str]:
    sending = "sendall() does in one call what the workbench does with send()."
    if style is not Style.SOCKET:
        sending = f"{style.title} chooses the calls that it receives and sends with."
    return {
        "most_waiting": "not in here; whoever sends waits for a peer that does not read.",
        "close_on_peer_end": "not in here; a conversation ends when the peer ends its side.",
        "trace": "socket-workbench watch shows the calls of this program.",
        "step": "socket-workbench watch --step holds the calls of this program.",
        "calls": sending,
    }
