import errno
import os
import socket
from types import SimpleNamespace

import psutil
import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.ipv6_sentences import interface_not_found, special_address


def failure(host, action=Action.LISTEN, number=errno.EINVAL, transport=Transport.TCP):
    where = Endpoint(transport, host, 80)
    return Failure(OSError(number, os.strerror(number)), action, where)


@pytest.fixture
def interfaces(monkeypatch):
    """Gives this computer interfaces with addresses, and a loopback."""

    def give(**addresses):
        found = {
            name: [SimpleNamespace(family=socket.AF_INET6, address=each) for each in own.split()]
            for name, own in {"lo": "::1", **addresses}.items()
        }
        monkeypatch.setattr(psutil, "net_if_addrs", lambda: found)

    give(eth0="fd00::2 fe80::7%eth0", wlan0="fe80::9%wlan0")
    return give


def test_an_ipv4_address_in_the_form_of_ipv6_is_written_as_one():
    assert special_address(failure("::ffff:127.0.0.1")).endswith("write tcp://127.0.0.1:80.")
    assert special_address(failure("::ffff:7f00:1")).endswith("write tcp://127.0.0.1:80.")
    assert special_address(failure("::ffff:127.0.0.1", number=errno.ENETUNREACH)) == ""


def test_a_client_is_offered_every_interface_with_a_link_local_address(interfaces):
    said = special_address(failure("fe80::1", Action.CONNECT))

    assert said.startswith("fe80::1 is a link-local address")
    assert said.endswith("Write tcp://[fe80::1%eth0]:80, tcp://[fe80::1%wlan0]:80.")


def test_a_server_is_offered_the_interface_that_has_the_address(interfaces):
    said = special_address(failure("FE80:0::9", transport=Transport.UDP))

    assert said.endswith("Write udp://[fe80::9%wlan0]:80.")


def test_a_server_is_told_which_link_local_addresses_there_are(interfaces):
    said = special_address(failure("fe80::1"))

    assert said.startswith("fe80::1 is not an address of this computer.")
    assert said.endswith("are tcp://[fe80::7%eth0]:80, tcp://[fe80::9%wlan0]:80.")


def test_without_link_local_addresses_any_interface_is_offered(interfaces):
    interfaces()

    assert special_address(failure("fe80::1")).endswith("Write tcp://[fe80::1%lo]:80.")


def test_groups_of_one_network_need_an_interface_and_others_do_not(interfaces):
    assert "Write udp://[ff02::1%eth0]:80" in special_address(
        failure("ff02::1", Action.CONNECT, transport=Transport.UDP)
    )
    assert special_address(failure("ff05::1", transport=Transport.UDP)) == ""


@pytest.mark.parametrize("host", ["::1", "2001:db8::1", "127.0.0.1", "localhost"])
def test_other_hosts_have_nothing_special(host):
    assert special_address(failure(host)) == ""
    assert special_address(Failure(OSError(1, "x"), Action.SEND, host)) == ""


def test_an_interface_that_is_there_is_not_what_is_wrong():
    name = socket.if_indextoname(1)

    assert special_address(failure(f"fe80::1%{name}", number=errno.ENETUNREACH)) == ""
    assert special_address(failure("fe80::1%1", number=errno.ENETUNREACH)) == ""


@pytest.mark.parametrize("name", ["nosuch", "99999", "9" * 30])
def test_an_interface_that_is_not_there_is_named(interfaces, name):
    for said in (
        special_address(failure(f"fe80::1%{name}", number=errno.ENODEV)),
        interface_not_found(failure(f"fe80::1%{name}")),
    ):
        assert said.startswith(f"fe80::1%{name} names a network interface that this computer does")
        assert "Write tcp://[fe80::1%eth0]:80" in said


def test_only_link_local_addresses_have_an_interface():
    said = interface_not_found(failure("::1%lo"))

    assert said.endswith("which only link-local addresses (fe80::…) may: write tcp://[::1]:80.")


@pytest.mark.parametrize("error", [None, PermissionError("forbidden"), RuntimeError("failed")])
def test_without_any_interface_none_is_offered(monkeypatch, error):
    def tell():
        if error is not None:
            raise error
        return {}

    monkeypatch.setattr(psutil, "net_if_addrs", tell)

    assert "no network interface" in special_address(failure("fe80::1", Action.CONNECT))


def test_a_text_alone_offers_nothing():
    said = interface_not_found(Failure(OSError(1, "x"), Action.LOOK_UP, "fe80::1%eth9"))

    assert "Check what stands behind the percent sign" in said
