import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.lookup_sentences import lookup_sentence


@pytest.mark.parametrize(
    ("number", "host", "expected"),
    [
        (socket.EAI_NONAME, "nosuch", "No computer is known by the name nosuch."),
        (socket.EAI_NODATA, "nosuch", "No computer is known by the name nosuch."),
        (socket.EAI_AGAIN, "nosuch", "because no name server answers"),
        (socket.EAI_FAIL, "nosuch", "could not be looked up (why)"),
        (socket.EAI_NONAME, "fe80::1%eth9", "a network interface that this computer does not"),
    ],
)
def test_why_a_name_was_not_found(number, host, expected):
    where = Endpoint(Transport.TCP, host, 80)
    said = lookup_sentence(Failure(socket.gaierror(number, "why"), Action.LOOK_UP, where))

    assert expected in said
    assert host in said
