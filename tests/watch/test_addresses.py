import socket

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.transport import Transport
from socket_workbench.watch.addresses import endpoint_of, endpoint_text, peer_of, reached_from
from socket_workbench.watch.model import DATAGRAM, STREAM, Call, End, Process

UNIX = getattr(socket, "AF_UNIX", 1)
PEER = ("127.0.0.1", 13145)


def end_of(kind=STREAM, family=socket.AF_INET):
    return End(family, kind, 3, 1, 0)


@pytest.mark.parametrize(
    ("end", "address", "text"),
    [
        (end_of(), PEER, "tcp://127.0.0.1:13145"),
        (end_of(DATAGRAM), ("::1", 9, 0, 0), "udp://[::1]:9"),
        (end_of(), None, "tcp://0.0.0.0:0"),
        (end_of(family=UNIX), "/tmp/a.sock", "unix:///tmp/a.sock"),
        (end_of(family=UNIX), b"", "unix://"),
        (end_of(), 5, "tcp://5"),
        (end_of(), (), "tcp://()"),
    ],
)
def test_any_address_that_a_program_gives_is_written(end, address, text):
    assert endpoint_text(end, address) == text


@pytest.mark.parametrize(
    ("end", "address", "endpoint"),
    [
        (end_of(), PEER, Endpoint(Transport.TCP, *PEER)),
        (end_of(DATAGRAM), ("::1", 9, 0, 0), Endpoint(Transport.UDP, "::1", 9)),
        (end_of(family=UNIX), "/tmp/a", Endpoint(Transport.UNIX_STREAM, path="/tmp/a")),
        (end_of(DATAGRAM, UNIX), "/tmp/a", Endpoint(Transport.UNIX_DATAGRAM, path="/tmp/a")),
        (end_of(family=UNIX), PEER, None),
        (end_of(), "127.0.0.1:13145", None),
        (end_of(), ("127.0.0.1", "13145"), None),
        (end_of(), None, None),
    ],
)
def test_only_an_address_of_the_sockets_family_is_an_endpoint(end, address, endpoint):
    assert endpoint_of(end, address) == endpoint


@pytest.mark.parametrize(
    ("local", "peer", "reached"),
    [
        (("0.0.0.0", 5), PEER, ("127.0.0.1", 5)),
        (("::", 5, 0, 0), ("::1", 9, 0, 0), ("::1", 5, 0, 0)),
        (("0.0.0.0", 5), ("192.0.2.7", 9), ("0.0.0.0", 5)),
        (PEER, ("127.0.0.1", 9), PEER),
        (None, PEER, None),
        (("0.0.0.0", 5), None, ("0.0.0.0", 5)),
    ],
)
def test_what_talks_to_this_computer_has_its_address(local, peer, reached):
    assert reached_from(local, peer) == reached


@pytest.mark.parametrize(
    ("name", "arguments", "result", "peer"),
    [
        ("sendto", (0, PEER), 5, PEER),
        ("recvfrom", (10,), (None, PEER), PEER),
        ("recvmsg", (10,), (None, (), 0, PEER), PEER),
        ("recvfrom", (10,), (None, b"\0name"), b"\0name"),
        ("recvfrom", (10,), (None, ""), None),
        ("recvfrom", (10,), None, None),
        ("sendto", (), None, None),
        ("recv", (10,), None, None),
    ],
)
def test_the_peer_of_a_datagram_is_where_it_comes_from_or_goes_to(name, arguments, result, peer):
    process, end = Process(1), end_of(DATAGRAM)
    call = Call(process, 1, "t", 1, end, name, arguments, (), None, None, None, 0, result=result)
    assert peer_of(call) == peer
