"""What the calls of an endpoint cost whose trace is off, beside bare Python's, in turns."""

import socket
import statistics
from contextlib import closing
from time import process_time

from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.options import ServerOptions

_EXCHANGES = 2_000
_PAYLOAD = b"x" * 64


def untraced_share(*, turns):
    """Return the CPU time of an echo over an untraced connection, in parts of a bare one's.

    Args:
        turns: how often each of both is measured, one after the other.
    """
    listener = Listener.open(parse_endpoint("tcp://127.0.0.1:0"), ServerOptions())
    bare = socket.create_server(("127.0.0.1", 0))
    with closing(listener), bare:
        ours = socket.create_connection(("127.0.0.1", listener.endpoint.port))
        theirs = socket.create_connection(bare.getsockname())
        stream = listener.accept()
        accepted, _ = bare.accept()
        with ours, theirs, closing(stream), accepted:
            untraced = stream._socket  # noqa: SLF001 - the object whose calls are measured
            shares = []
            for _ in range(turns):
                shares.append(_seconds(ours, untraced) / _seconds(theirs, accepted))
    return statistics.median(shares)


def _seconds(client, server):
    """Echo over a connection; returns the CPU seconds."""
    before = process_time()
    for _ in range(_EXCHANGES):
        client.send(_PAYLOAD)
        server.send(server.recv(64))
        client.recv(64)
    return process_time() - before
