import socket

import pytest

from socket_workbench.sockets.failures.errors import Action, SocketError
from socket_workbench.sockets.opening.connect_failure import most_telling
from socket_workbench.sockets.opening.resolve import ResolvedAddress

IPV6 = ResolvedAddress(socket.AF_INET6, ("::1", 80, 0, 0))
IPV4 = ResolvedAddress(socket.AF_INET, ("127.0.0.1", 80))


def failure(name):
    return SocketError(Action.CONNECT, "tcp://both:80", name, f"It was {name}.")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["ENETUNREACH", "ECONNREFUSED"], "ECONNREFUSED"),
        (["ECONNREFUSED", "ETIMEDOUT"], "ECONNREFUSED"),
        (["EHOSTUNREACH", "ETIMEDOUT"], "ETIMEDOUT"),
        (["EADDRNOTAVAIL", "ENETUNREACH"], "ENETUNREACH"),
        (["EAFNOSUPPORT", "EADDRINUSE"], "EADDRINUSE"),
        (["EACCES", "EPERM"], "EACCES"),
    ],
)
def test_of_several_the_most_telling_is_told_with_all_addresses(names, told):
    error = most_telling([failure(name) for name in names], [IPV6, IPV4])

    assert str(error) == f"It was {told}. Tried: [::1]:80, 127.0.0.1:80."
    assert (error.errno_name, error.endpoint) == (told, "tcp://both:80")
    assert error.action is Action.CONNECT


def test_a_single_failure_is_told_as_it_is():
    only = failure("ECONNREFUSED")

    assert most_telling([only], [IPV4]) is only
