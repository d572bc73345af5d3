"""The IP addresses with which a connection is written into a capture."""

from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.export.ip_frames import Node

STAND_IN_NETWORK = 0x7F550000
"""127.85.0.0/16: addresses given to Unix sockets, which have none; 85 is U in ASCII."""

_SERVER_PORTS = range(50_000, 60_000)
_CLIENT_PORTS = range(1_024, 50_000)
_MOST_SERVERS = 10_000

_DATAGRAMS = ("udp", "unixgram")
_UNIX = ("unix", "unixgram")

Ip = IPv4Address | IPv6Address

_LOOPBACK: dict[int, Ip] = {4: IPv4Address("127.0.0.1"), 6: IPv6Address("::1")}


@dataclass(frozen=True, slots=True)
class Flow:
    """A connection's two ends.

    Attributes:
        client: where it was made from.
        server: where it was made to.
        is_stream: whether it is a stream; else datagrams go between the two.
        key: equal for both ends of a connection when the session has both.
        path: the path of a Unix socket; empty for others, whose addresses are real.
        is_server_known: False where a server that receives at every address was recorded without
            the one that the client used.
    """

    client: Node
    server: Node
    is_stream: bool
    key: tuple[object, ...]
    path: str = ""
    is_server_known: bool = True


class Flows:
    """Makes the flows of sources, and remembers the addresses given to Unix paths."""

    def __init__(self) -> None:
        self._servers: OrderedDict[str, Node] = OrderedDict()
        self._clients = 0

    def of(self, source: Source) -> Flow:
        """Return the flow of a connection or a datagram peer."""
        scheme = source.endpoint.partition("://")[0]
        is_stream = scheme not in _DATAGRAMS
        ends = (source.local, source.peer)
        client, server = ends if source.role is Role.CLIENT else ends[::-1]
        nodes = None if scheme in _UNIX else _nodes(client, server, is_stream=is_stream)
        if nodes is not None:
            client_node, server_node, is_known = nodes
            key = (is_stream, client_node, server_node)
            return Flow(client_node, server_node, is_stream, key, is_server_known=is_known)
        path = source.endpoint.partition("://")[2]
        # All streams to a path look alike: most clients' sockets have no name.
        name = (path,) if is_stream else (client, path)
        return Flow(self._client(), self._server(path), is_stream, (is_stream, *name), path)

    def _server(self, path: str) -> Node:
        node = self._servers.get(path)
        if node is None:
            port = _SERVER_PORTS[len(self._servers) % len(_SERVER_PORTS)]
            node = self._servers[path] = Node((STAND_IN_NETWORK + 1).to_bytes(4, "big"), port)
            if len(self._servers) > _MOST_SERVERS:
                self._servers.popitem(last=False)
        return node

    def _client(self) -> Node:
        host, port = divmod(self._clients, len(_CLIENT_PORTS))
        self._clients += 1
        address = STAND_IN_NETWORK + 2 + host % 0xFFF0
        return Node(address.to_bytes(4, "big"), _CLIENT_PORTS[port])


def _nodes(client: str, server: str, *, is_stream: bool) -> tuple[Node, Node, bool] | None:
    """Read both addresses; None when one is no IP address."""
    ends = [_parse(client), _parse(server)]
    if ends[0] is None or ends[1] is None:
        return None
    (client_ip, client_port), (server_ip, server_port) = ends[0], ends[1]
    is_known = is_stream or not server_ip.is_unspecified
    if not is_known and client_ip.is_loopback:
        server_ip = _LOOPBACK[client_ip.version]
    if client_ip.version != server_ip.version:
        client_ip, server_ip = _mapped(client_ip), _mapped(server_ip)
    return Node(client_ip.packed, client_port), Node(server_ip.packed, server_port), is_known


def _parse(address: str) -> tuple[Ip, int] | None:
    host, _, port = address.rpartition(":")
    try:
        ip: Ip = ip_address(host.removeprefix("[").removesuffix("]").partition("%")[0])
        number = int(port)
    except ValueError:
        return None
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return (ip, number) if 0 <= number <= 0xFFFF else None


def _mapped(ip: Ip) -> IPv6Address:
    return IPv6Address(f"::ffff:{ip}") if isinstance(ip, IPv4Address) else ip
