import socket
import threading

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.resolve import NameLookup, ResolvedAddress, ipv4_first

IPV6 = ResolvedAddress(socket.AF_INET6, ("::1", 80, 0, 0))
IPV4 = ResolvedAddress(socket.AF_INET, ("127.0.0.1", 80))
FAR_IPV6 = ResolvedAddress(socket.AF_INET6, ("2001:db8::1", 80, 0, 0))
FAR_IPV4 = ResolvedAddress(socket.AF_INET, ("192.0.2.1", 80))


def tcp(host, port=80):
    return Endpoint(Transport.TCP, host, port)


def both_versions(_host, _port, **_options):
    return [(found.family, 1, 6, "", found.address) for found in (IPV6, IPV4, IPV6)]


class NameServer:
    """Knows no IP addresses and answers a name when it is let."""

    def __init__(self, answer=None):
        self.asked, self.released = threading.Event(), threading.Event()
        self.hosts = []
        self._answer = answer

    def __call__(self, host, *_arguments, flags, **_options):
        if flags & socket.AI_NUMERICHOST:
            raise socket.gaierror(socket.EAI_NONAME, "a name")
        self.hosts.append(host)
        self.asked.set()
        self.released.wait(20)
        if self._answer is not None:
            raise self._answer
        return both_versions(None, None)


@pytest.mark.parametrize("ask", [NameLookup.to_connect, NameLookup.to_bind])
def test_ip_addresses_need_no_thread(ask, monkeypatch):
    monkeypatch.setattr(threading, "Thread", None)

    assert ask(NameLookup(), tcp("127.0.0.1")) == [IPV4]
    assert ask(NameLookup(), tcp("::1")) == [IPV6]


def test_a_real_name_is_looked_up():
    assert IPV4 in NameLookup().to_connect(tcp("localhost"))


def test_connecting_keeps_the_systems_order_without_repetitions():
    def look_up(*_arguments, **_options):
        return [(found.family, 1, 6, "", found.address) for found in (FAR_IPV6, FAR_IPV4, FAR_IPV6)]

    assert NameLookup(look_up).to_connect(tcp("both")) == [FAR_IPV6, FAR_IPV4]


def test_connecting_to_this_computer_tries_ipv4_first():
    # Windows recommends ::1, and takes two seconds to say that nobody listens there.
    assert NameLookup(both_versions).to_connect(tcp("localhost")) == [IPV4, IPV6]


def test_binding_prefers_ipv4():
    assert NameLookup(both_versions).to_bind(tcp("both")) == [IPV4, IPV6]


def test_no_host_is_every_address_to_bind():
    found = NameLookup().to_bind(tcp("", 0))

    assert ("0.0.0.0", 0) in [target.address for target in found]


def test_ipv4_first_keeps_the_rest_in_order():
    other = ResolvedAddress(socket.AF_INET6, ("::2", 80, 0, 0))

    assert ipv4_first([other, IPV6, IPV4]) == [IPV4, other, IPV6]


def test_a_name_is_looked_up_elsewhere_and_waited_for(start):
    server = NameServer()
    asking = start(lambda: NameLookup(server).to_connect(tcp("slow.example")))
    assert server.asked.wait(20)

    server.released.set()

    assert asking.result() == [IPV4, IPV6]
    assert server.hosts == [b"slow.example"]


@pytest.mark.parametrize("ask", [NameLookup.to_connect, NameLookup.to_bind])
def test_cancel_ends_the_wait_at_once_and_for_good(start, ask):
    server = NameServer()
    lookup = NameLookup(server)
    asking = start(lambda: ask(lookup, tcp("slow.example")))
    assert server.asked.wait(20)

    lookup.cancel()

    with pytest.raises(Interrupted):
        asking.result()
    server.released.set()
    with pytest.raises(Interrupted):
        ask(lookup, tcp("127.0.0.1"))


@pytest.mark.parametrize("name", ["EAI_NONAME", "EAI_AGAIN"])
def test_an_unknown_host(name):
    server = NameServer(socket.gaierror(getattr(socket, name), "why"))
    server.released.set()

    with pytest.raises(SocketError, match=r"name '?nosuch\.example\b") as caught:
        NameLookup(server).to_connect(tcp("nosuch.example"))

    assert caught.value.errno_name == name
    assert caught.value.endpoint == "tcp://nosuch.example:80"


def test_other_failures_of_the_system_are_explained_too():
    server = NameServer(OSError(24, "Too many open files"))
    server.released.set()

    with pytest.raises(SocketError, match="Too many files"):
        NameLookup(server).to_connect(tcp("some.example"))


def test_a_mistake_in_the_lookup_comes_to_light_where_it_is_waited_for():
    server = NameServer(ZeroDivisionError())
    server.released.set()

    with pytest.raises(ZeroDivisionError):
        NameLookup(server).to_connect(tcp("some.example"))


def test_international_names_are_encoded():
    server = NameServer()
    server.released.set()
    NameLookup(server).to_connect(tcp("bücher.example"))

    assert server.hosts == [b"xn--bcher-kva.example"]


@pytest.mark.parametrize("host", ["ü" * 70, "ü..x"])
def test_what_cannot_be_a_name_is_unknown(host):
    with pytest.raises(SocketError) as caught:
        NameLookup().to_connect(tcp(host))

    assert caught.value.errno_name == "EAI_NONAME"


def test_an_interface_that_is_not_there():
    with pytest.raises(SocketError, match="network interface"):
        NameLookup().to_connect(tcp("fe80::1%nosuch9"))
