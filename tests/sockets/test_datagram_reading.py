import socket
import struct
import sys
from pathlib import Path

import pytest

from socket_workbench.sockets.datagram_reading import WholeLengths, asked_addresses


def bound(family, host):
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.settimeout(20)
    sock.bind((host, 0))
    return sock


def addresses_of(sock):
    addresses = asked_addresses(sock)
    assert addresses is not None
    return addresses


def peer_of(asked, family=socket.AF_INET):
    peer = socket.socket(family, socket.SOCK_DGRAM)
    peer.settimeout(20)
    peer.connect(asked)
    return peer


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(
    ("family", "host", "is_everywhere"),
    [
        (socket.AF_INET, "0.0.0.0", True),
        (socket.AF_INET6, "::", True),
        (socket.AF_INET, "127.0.0.1", False),
        (socket.AF_INET6, "::1", False),
    ],
)
def test_only_a_socket_at_every_address_need_know_which_was_asked(family, host, is_everywhere):
    with bound(family, host) as sock:
        assert (asked_addresses(sock) is not None) is is_everywhere


def test_a_unix_socket_need_not(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(str(tmp_path / "s"))
        assert asked_addresses(sock) is None


def test_a_system_that_does_not_tell_is_done_without():
    class Silent(socket.socket):
        def setsockopt(self, *arguments):
            raise OSError(92, "Protocol not available")

    with Silent(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("0.0.0.0", 0))
        assert asked_addresses(sock) is None


@pytest.mark.needs("recvmsg")
@pytest.mark.parametrize(
    ("family", "every", "asked"),
    [
        (socket.AF_INET, "0.0.0.0", "127.0.0.5"),
        (socket.AF_INET6, "::", "::1"),
        (socket.AF_INET6, "::", "::ffff:127.0.0.5"),
    ],
)
def test_an_answer_comes_from_the_address_that_was_asked(family, every, asked):
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(20)
        if family == socket.AF_INET6:
            # Both versions of IP in one socket.
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        sock.bind((every, 0))
        addresses = addresses_of(sock)
        port = sock.getsockname()[1]
        with peer_of((asked, port), family) as peer:
            peer.send(b"question")
            data, route = addresses.recvfrom(100)
            assert (data, route[0]) == (b"question", peer.getsockname())
            shown = f"[{asked}]:{port}" if family == socket.AF_INET6 else f"{asked}:{port}"
            assert addresses.local_text(route) == shown
            addresses.sendto(b"answer", route)
            assert peer.recv(100) == b"answer"


@pytest.mark.needs("recvmsg")
def test_what_was_sent_to_a_group_is_answered_from_an_address_of_ours():
    group = "224.0.0.251"
    with bound(socket.AF_INET, "0.0.0.0") as sock, bound(socket.AF_INET, "127.0.0.1") as peer:
        loopback = socket.inet_aton("127.0.0.1")
        sock.setsockopt(
            socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + loopback
        )
        peer.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, loopback)
        addresses = addresses_of(sock)
        peer.sendto(b"anybody?", (group, sock.getsockname()[1]))
        data, route = addresses.recvfrom(100)
        assert data == b"anybody?"
        assert group not in addresses.local_text(route)
        addresses.sendto(b"me", route)
        assert peer.recv(100) == b"me"


@pytest.mark.needs("recvmsg")
def test_nobody_answers_from_an_ipv6_group_and_link_local_addresses_keep_their_interface():
    with bound(socket.AF_INET6, "::") as sock:
        addresses = addresses_of(sock)
        port = sock.getsockname()[1]

        def route_of(host, interface):
            info = struct.pack("=16sI", socket.inet_pton(socket.AF_INET6, host), interface)
            return ("::1", 9, 0, 0), addresses._answer(info)

        group = route_of("ff02::1", 1)
        assert group[1] == b""
        assert addresses.local_text(group) == f"[::]:{port}"
        near = addresses.local_text(route_of("fe80::1", 1))
        assert near == f"[fe80::1%{socket.if_indextoname(1)}]:{port}"
        assert addresses.local_text(route_of("2001:db8::1", 1)) == f"[2001:db8::1]:{port}"
        # Where the system says nothing, it chooses.
        with peer_of(("::1", port), socket.AF_INET6) as peer:
            addresses.sendto(b"hello", (peer.getsockname(), b""))
            assert peer.recv(100) == b"hello"


@pytest.mark.needs("recvmsg")
def test_a_datagram_without_a_word_of_the_system_can_be_answered():
    class Silent(socket.socket):
        def recvmsg(self, size, room=0, flags=0, /):
            data, _, flags, peer = super().recvmsg(size, room, flags)
            return data, [], flags, peer

    with Silent(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(20)
        sock.bind(("0.0.0.0", 0))
        addresses = addresses_of(sock)
        with peer_of(("127.0.0.1", sock.getsockname()[1])) as peer:
            peer.send(b"x")
            assert addresses.recvfrom(10) == (b"x", (peer.getsockname(), b""))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
@pytest.mark.parametrize("length", [0, 1, 10, 11, 100_000])
def test_the_length_of_a_datagram_that_does_not_fit_is_known(tmp_path, length):
    path = str(tmp_path / "s")
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer,
    ):
        sock.bind(path)
        lengths = WholeLengths(sock)
        content = bytes(range(1, 11)) * (length // 10 + 1)
        peer.sendto(content[:length], path)
        assert lengths.recvfrom(10)[0] == content[: min(length, 10)]
        assert lengths.length == length
        peer.sendto(b"more", path)
        assert lengths.recvfrom(20)[0] == b"more"
    assert Path(path).exists()
