"""Connected sockets."""

import socket

import pytest


@pytest.fixture
def tcp_pair():
    """Give a client's socket and the one that was accepted for it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        accepted = server.accept()[0]
    with client, accepted:
        yield client, accepted
