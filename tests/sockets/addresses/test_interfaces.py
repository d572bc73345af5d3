import errno
import socket
from types import SimpleNamespace

import psutil
import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.addresses.interfaces import is_open_to_network, reachable_endpoints


@pytest.mark.parametrize(
    ("host", "is_open"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("::", True),
        ("192.0.2.7", True),
        ("fe80::1%eth0", True),
        ("somewhere.example", True),
    ],
)
def test_only_loopback_addresses_are_closed_to_the_network(host, is_open):
    assert is_open_to_network(Endpoint(Transport.TCP, host, 80)) is is_open


def test_a_path_is_not_open_to_the_network():
    assert not is_open_to_network(Endpoint(Transport.UNIX_STREAM, path="/tmp/x"))


def test_a_server_on_one_address_is_reached_there():
    endpoint = Endpoint(Transport.TCP, "192.0.2.7", 80)
    assert reachable_endpoints(endpoint) == [endpoint]
    assert reachable_endpoints(Endpoint(Transport.TCP, "127.0.0.1", 80)) == []


def test_a_server_on_all_addresses_is_reached_on_each_that_is_not_loopback(monkeypatch):
    def address(family, text):
        return SimpleNamespace(family=family, address=text)

    interfaces = {
        "lo": [address(socket.AF_INET, "127.0.0.1"), address(socket.AF_INET6, "::1")],
        "eth0": [
            address(socket.AF_INET, "192.0.2.7"),
            address(socket.AF_INET6, "2001:db8::7"),
            address(socket.AF_INET6, "fe80::7%eth0"),
        ],
    }
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: interfaces)
    everywhere = Endpoint(Transport.UDP, "0.0.0.0", 9)
    assert reachable_endpoints(everywhere) == [Endpoint(Transport.UDP, "192.0.2.7", 9)]
    six = Endpoint(Transport.TCP, "::", 9)
    assert reachable_endpoints(six) == [Endpoint(Transport.TCP, "2001:db8::7", 9)]


@pytest.mark.parametrize(
    "error",
    [PermissionError(errno.EACCES, "Permission denied"), RuntimeError("a call of Windows failed")],
)
def test_interfaces_that_may_not_be_read_are_none(monkeypatch, error):
    def forbid():
        raise error

    monkeypatch.setattr(psutil, "net_if_addrs", forbid)
    assert reachable_endpoints(Endpoint(Transport.TCP, "0.0.0.0", 9)) == []
