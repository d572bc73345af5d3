"""Servers in plain socket calls, with a thread for each connection."""

from socket_workbench.programs.framing_code import RECEIVE_FRAMED, RECEIVE_IDLE
from socket_workbench.programs.parts import ServerParts
from socket_workbench.programs.source import Speech, assembled, indented, render

ROOM_LOCK = """
# The conversations share the room: one at a time looks at it and changes it.
room_lock = threading.Lock()
"""


def stream_speech(parts: ServerParts, connection: str) -> Speech:
    """Return how threads that wait say what a dialogue does.

    Args:
        parts: the server.
        connection: the expression for the connection's socket.
    """
    send = f"{connection}.sendall"
    loop = f"while message := {received(parts.receive, connection)}:"
    sender = send
    if parts.framing:
        loop = f"for message in messages({connection}):"
        sender = f"lambda data: {send}({parts.framed('data')})" if parts.framing.frame else send
    return Speech(
        send=f"{send}({parts.framed('{}')})",
        each=f'{loop}\n    print("received", message[:60], "from", peer)',
        sender=sender,
        half_close=f"{connection}.shutdown(socket.SHUT_WR)",
        linger=(
            f"{connection}.settimeout({{}})\n"
            "with contextlib.suppress(TimeoutError):\n"
            f"    while {connection}.recv(RECEIVE_SIZE):\n"
            "        pass"
        ),
        lock="with room_lock:",
    )


def datagram_speech(parts: ServerParts, send_to: str) -> Speech:
    """Return how a server of datagrams says what a dialogue does.

    Args:
        parts: the server.
        send_to: the function that sends bytes to an address.
    """
    framed = parts.framed("data")
    return Speech(
        send=f"{send_to}({parts.framed('{}')}, peer)",
        sender=f"lambda data: {send_to}({framed}, peer)",
    )


def received(call: str, connection: str) -> str:
    """Return the expression for what the next read of a stream returns."""
    read = f"{connection}.{call}(RECEIVE_SIZE)"
    return read if call == "recv" else f"{read}[0]"


def message_loop(parts: ServerParts) -> list[str]:
    """Return the function that cuts a stream into messages, if there is a framing."""
    if parts.framing is None:
        return []
    lines = RECEIVE_IDLE if parts.framing.is_idle else RECEIVE_FRAMED
    return [lines.format(receive=received(parts.receive, "connection"))]


def stream_server(parts: ServerParts, head: str) -> str:
    """Return a server of streams."""
    conversation = render(parts.dialogue.conversation, stream_speech(parts, "connection"))
    converse = f'''
def converse(connection: socket.socket, peer: object) -> None:
    """Hold one conversation, until the peer ends its side."""
{indented(conversation)}
'''
    definitions = [
        *parts.framing_definitions,
        *message_loop(parts),
        *parts.dialogue.definitions,
        ROOM_LOCK if parts.has_room else "",
        converse,
        _SERVE,
        _main(parts, _STREAM_MAIN.format(loop=_ACCEPT_ONE if parts.one_at_a_time else _ACCEPT)),
    ]
    constants = [*parts.constants, f"BACKLOG = {parts.backlog}"]
    return assembled(head, constants, definitions, parts.start("main()"))


def datagram_server(parts: ServerParts, head: str) -> str:
    """Return a server of datagrams, all of them in one thread."""
    each = render(parts.dialogue.each, datagram_speech(parts, "server.sendto"))
    body, needed = parts.datagram_body(each)
    name = "datagram" if needed else "message"
    answer = f'''
def converse(server: socket.socket, {name}: bytes, peer: Any) -> None:
    """Deal with one datagram."""
{indented(body)}
'''
    receive = _RECEIVE_MESSAGE if parts.receive == "recvmsg" else _RECEIVE_FROM
    definitions = [
        *parts.framing_definitions[: 2 if needed else 1],
        *needed,
        *parts.dialogue.definitions,
        PEERS if "members[" in each else "",
        answer,
        _main(parts, _DATAGRAM_MAIN.format(receive=receive.format(name=name), name=name)),
    ]
    return assembled(head, parts.constants, definitions, parts.start("main()"))


def _main(parts: ServerParts, lines: str) -> str:
    """Return the function `main` with the lines that follow the opening of the socket."""
    is_stream = parts.endpoint.transport.is_stream
    kind = "SOCK_STREAM" if is_stream else "SOCK_DGRAM"
    name = "listener" if is_stream else "server"
    options = []
    if parts.is_ipv6:
        options.append(f"{name}.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)")
    if parts.reuse_address:
        options.append("# Listen again while old connections are in TIME_WAIT.")
        options.append(f"{name}.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)")
    body = "\n".join(
        [
            f"with socket.socket({parts.address.family}, socket.{kind}) as {name}:",
            *map(indented, options),
            f"    {name}.bind({parts.address.value})",
            indented(lines.strip("\n")),
        ]
    )
    return f'def main() -> None:\n    """Serve until Ctrl-C."""\n{indented(body)}'


PEERS = "# By their addresses.\nmembers: dict[Any, Member] = {}"
"""What a chat room of datagrams knows its peers by."""

_SERVE = '''
def serve(connection: socket.socket, peer: object) -> None:
    """Hold one conversation and close the connection, whatever happened."""
    with connection:
        print("accepted", peer)
        try:
            converse(connection, peer)
        except OSError as error:
            print("lost", peer, error)
    print("closed", peer)
'''

_STREAM_MAIN = """
listener.listen(BACKLOG)
print("listening at", listener.getsockname(), flush=True)
while True:
    connection, peer = listener.accept()
{loop}"""

_ACCEPT_ONE = """    # One conversation at a time: the next one waits in the backlog.
    serve(connection, peer)"""

_ACCEPT = """    # A thread for each connection.
    threading.Thread(target=serve, args=(connection, peer), daemon=True).start()"""

_DATAGRAM_MAIN = """
print("listening at", server.getsockname(), flush=True)
while True:
    {receive}
    try:
        converse(server, {name}, peer)
    except OSError as error:
        print("not sent to", peer, error)
"""

_RECEIVE_FROM = "{name}, peer = server.recvfrom(RECEIVE_SIZE)"
_RECEIVE_MESSAGE = "{name}, _, _, peer = server.recvmsg(RECEIVE_SIZE)"
