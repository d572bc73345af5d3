"""Servers with the module socketserver: a class that handles each connection or datagram."""

from socket_workbench.programs.parts import ServerParts
from socket_workbench.programs.socket_style import (
    PEERS,
    ROOM_LOCK,
    datagram_speech,
    message_loop,
    stream_speech,
)
from socket_workbench.programs.source import assembled, indented, render


def stream_server(parts: ServerParts, head: str) -> str:
    """Return a server of streams."""
    conversation = render(parts.dialogue.conversation, stream_speech(parts, "self.request"))
    handler = f'''
class Handler(socketserver.BaseRequestHandler):
    """Made for each connection; `self.request` is its socket, which the server closes."""

    def handle(self) -> None:
        """Hold one conversation."""
        print("accepted", self.client_address)
        try:
            self.converse(self.client_address)
        except OSError as error:
            print("lost", self.client_address, error)
        print("closed", self.client_address)

    def converse(self, peer: object) -> None:
        """Send and receive, until the peer ends its side."""
{indented(conversation, 2)}
'''
    attributes = [f"request_queue_size = {parts.backlog}  # the backlog of listen()"]
    if not parts.one_at_a_time:
        attributes.append("daemon_threads = True")
    base = "UnixStream" if parts.endpoint.transport.is_unix else "TCP"
    base = f"{base}Server" if parts.one_at_a_time else f"Threading{base}Server"
    doc = "One conversation at a time." if parts.one_at_a_time else "A thread for each connection."
    definitions = [
        *parts.framing_definitions,
        *message_loop(parts),
        *parts.dialogue.definitions,
        ROOM_LOCK if parts.has_room else "",
        handler,
        _server(parts, base, doc, attributes),
        _main(parts),
    ]
    return assembled(head, parts.constants, definitions, parts.start("main()"))


def datagram_server(parts: ServerParts, head: str) -> str:
    """Return a server of datagrams, all of them in one thread."""
    each = render(parts.dialogue.each, datagram_speech(parts, "server.sendto"))
    body, needed = parts.datagram_body(each)
    name = "datagram" if needed else "message"
    taken = f"{name}, server = self.request" if "server." in body else f"{name}, _ = self.request"
    handler = f'''
class Handler(socketserver.BaseRequestHandler):
    """Made for each datagram; `self.request` is the datagram and the server's socket."""

    def handle(self) -> None:
        """Deal with one datagram."""
        peer = self.client_address
        {taken}
{indented(body, 2)}
'''
    base = "UnixDatagramServer" if parts.endpoint.transport.is_unix else "UDPServer"
    definitions = [
        *parts.framing_definitions[: 2 if needed else 1],
        *needed,
        *parts.dialogue.definitions,
        PEERS if "members[" in each else "",
        handler,
        _server(parts, base, "All datagrams in one thread.", ["max_packet_size = RECEIVE_SIZE"]),
        _main(parts),
    ]
    return assembled(head, parts.constants, definitions, parts.start("main()"))


def _server(parts: ServerParts, base: str, doc: str, attributes: list[str]) -> str:
    """Return the class of the server."""
    if not parts.endpoint.transport.is_unix:
        attributes = [f"address_family = {parts.address.family}", *attributes]
    if parts.reuse_address:
        attributes.append("allow_reuse_address = True  # SO_REUSEADDR")
    lines = [
        f"class Server(socketserver.{base}):",
        f'    """{doc}"""',
        "",
        *map(indented, attributes),
    ]
    if parts.is_ipv6:
        lines += ["", *map(indented, _IPV6_ONLY.strip("\n").split("\n"))]
    return "\n".join(lines)


def _main(parts: ServerParts) -> str:
    body = f"""with Server({parts.address.value}, Handler) as server:
    print("listening at", server.server_address, flush=True)
    server.serve_forever()"""
    return f'def main() -> None:\n    """Serve until Ctrl-C."""\n{indented(body)}'


_IPV6_ONLY = '''
def server_bind(self) -> None:
    """Take IPv6 only."""
    self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    super().server_bind()
'''
