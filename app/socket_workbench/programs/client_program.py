"""The program of a client: what is typed is sent, or the steps of a scenario are done."""

from collections.abc import Sequence

from socket_workbench.dialogues.script_steps import Step
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.programs.client_parts import ClientParts
from socket_workbench.programs.framing_code import framing_code
from socket_workbench.programs.parts import TITLES, address, head, left_out
from socket_workbench.programs.script_code import script_program
from socket_workbench.programs.shell_lines import shell_comments
from socket_workbench.programs.style import Style
from socket_workbench.programs.typing_client import typing_client

_OBEYED = frozenset({"framing", "receive_size", "local_host", "local_port", "connect_timeout"})
"""Options that a program has; a comment is written for each other one that is set."""


def client_program(settings: ClientSettings, style: Style, steps: Sequence[Step] = ()) -> str:
    """Return a Python program that does on the wire what a client does.

    Args:
        settings: the client.
        style: how it calls sockets; `socketserver` has nothing for clients, and is plain sockets.
        steps: what the client of a scenario does; none for one that sends what is typed.
    """
    options, transport = settings.options, settings.endpoint.transport
    is_asyncio = style is Style.ASYNCIO
    parts = ClientParts(
        endpoint=settings.endpoint,
        address=address(settings.endpoint),
        framing=framing_code(options.framing),
        is_asyncio=is_asyncio,
        options=options,
    )
    comments = [
        *shell_comments(settings.endpoint, is_server=False),
        *left_out(options, transport.value, _OBEYED, _sentences(is_asyncio=is_asyncio)),
    ]
    if style is Style.SOCKETSERVER:
        comments.append("# socketserver is for servers: its clients are plain socket calls.")
    title = f"A {TITLES[transport.value]} client, with {_title(style)}."
    if steps:
        return script_program(parts, steps, head(title, "It does the steps below.", comments))
    sentence = "What is typed is sent, and what comes is printed."
    return typing_client(parts, head(title, sentence, comments))


def _title(style: Style) -> str:
    return Style.SOCKET.title if style is Style.SOCKETSERVER else style.title


def _sentences(*, is_asyncio: bool) -> dict[str, str]:
    calls = "sendall() does in one call what the workbench does with send()."
    if is_asyncio:
        calls = "asyncio chooses the calls that it receives and sends with."
    return {
        "most_waiting": "not in here; whoever sends waits for a peer that does not read.",
        "close_on_peer_end": "not in here; the program ends when the peer ends its side.",
        "reconnect_interval": "not in here; the program connects once.",
        "reuse_address": "not in here; the port is bound without SO_REUSEADDR.",
        "trace": "socket-workbench watch shows the calls of this program.",
        "step": "socket-workbench watch --step holds the calls of this program.",
        "calls": calls,
    }
