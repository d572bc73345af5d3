import errno
import os

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures import address_sentences
from socket_workbench.sockets.failures.address_sentences import (
    no_such_address,
    no_such_family,
    no_such_port,
    not_allowed,
    several_computers,
)
from socket_workbench.sockets.failures.failure import Action, Failure


def failure(number, action, host, port=80, transport=Transport.TCP):
    where = Endpoint(transport, host, port)
    return Failure(OSError(number, os.strerror(number)), action, where)


@pytest.mark.needs("ports of administrators")
@pytest.mark.parametrize(
    ("first", "port", "said"),
    [
        ("1024", 80, "all ports below 1024 are. Choose a port from 1024 to 65535, such as 8080."),
        ("1024", 1024, "firewall"),
        ("9000", 80, "all ports below 9000 are. Choose a port from 9000 to 65535, such as 9000."),
        ("0", 80, "firewall"),
        ("nonsense", 80, "below 1024"),
    ],
)
def test_which_ports_are_the_administrators_is_the_systems_choice(
    tmp_path, monkeypatch, first, port, said
):
    (tmp_path / "start").write_text(f"{first}\n")
    monkeypatch.setattr(address_sentences, "_FIRST_PORT_FOR_ALL", tmp_path / "start")

    assert said in not_allowed(failure(errno.EACCES, Action.LISTEN, "127.0.0.1", port))


@pytest.mark.needs("ports of administrators")
def test_systems_that_do_not_tell_keep_ports_below_1024(tmp_path, monkeypatch):
    monkeypatch.setattr(address_sentences, "_FIRST_PORT_FOR_ALL", tmp_path / "none")

    assert "below 1024" in not_allowed(failure(errno.EACCES, Action.BIND, "127.0.0.1", 80))


def test_a_firewall_is_not_the_port():
    assert "firewall" in not_allowed(failure(errno.EPERM, Action.LISTEN, "127.0.0.1", 80))


@pytest.mark.parametrize(
    ("action", "host", "said"),
    [
        (Action.LISTEN, "192.0.2.9", "Use tcp://127.0.0.1:80 for this computer only, or tcp://0.0"),
        (Action.LISTEN, "2001:db8::9", "Use tcp://[::1]:80 for this computer only, or tcp://[::]:"),
        (Action.BIND_LOCAL, "192.0.2.9", "Leave the local address empty"),
        (Action.CONNECT, "2001:db8::9", "no address, or no free port"),
    ],
)
def test_an_address_that_is_not_here(action, host, said):
    assert said in no_such_address(failure(errno.EADDRNOTAVAIL, action, host))


def test_nobody_is_at_port_0():
    asked = failure(errno.EADDRNOTAVAIL, Action.CONNECT, "127.0.0.1", 0)

    assert no_such_address(asked) == no_such_port(asked)
    assert "port 0" in no_such_port(asked)


@pytest.mark.parametrize(
    ("action", "said"),
    [(Action.LISTEN, "Use udp://127.0.0.1:80."), (Action.CONNECT, "Use an IPv4 address of that")],
)
def test_a_version_that_is_switched_off(action, said):
    asked = failure(errno.EAFNOSUPPORT, action, "::1", transport=Transport.UDP)

    assert no_such_family(asked).endswith((said, f"{said} computer."))


@pytest.mark.parametrize(
    ("host", "offered"),
    [
        ("224.0.0.1", "udp://224.0.0.1:80"),
        ("ff02::1", "udp://[ff02::1]:80"),
        ("255.255.255.255", "udp://255.255.255.255:80"),
        ("127.0.0.1", ""),
        ("localhost", ""),
    ],
)
def test_tcp_is_between_two(host, offered):
    said = several_computers(failure(errno.ENETUNREACH, Action.CONNECT, host))

    assert said.endswith(f"{offered}." if offered else "")
    assert bool(said) == bool(offered)


def test_datagrams_may_go_to_several():
    asked = failure(errno.ENETUNREACH, Action.CONNECT, "224.0.0.1", transport=Transport.UDP)

    assert several_computers(asked) == ""


def test_on_windows_no_port_is_the_administrators(monkeypatch):
    monkeypatch.setattr(system, "PORTS_ARE_RESERVED", True)

    said = not_allowed(failure(errno.EACCES, Action.LISTEN, "127.0.0.1"))

    assert said.startswith("Port 80 is in use by a program that shares it with nobody, or is res")
    assert "excludedportrange tcp" in said
    udp = Endpoint(Transport.UDP, "127.0.0.1", 80)
    said = not_allowed(Failure(OSError(errno.EACCES, ""), Action.BIND, udp))
    assert "excludedportrange udp" in said
