"""Captures that we write, read by Wireshark's tshark."""

import random
import socket
import struct
from contextlib import ExitStack, closing

import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.export.formats.pcapng import Pcapng
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

FORMATS = export_formats()

CHECKSUMS = [
    word for protocol in ("ip", "tcp", "udp") for word in ("-o", f"{protocol}.check_checksum:TRUE")
]
BAD = (
    "_ws.malformed || ip.checksum.status == Bad || tcp.checksum.status == Bad"
    " || udp.checksum.status == Bad || tcp.analysis.flags || _ws.expert.severity == Error"
)


class Capture:
    def __init__(self, path, tools):
        self._path = path
        self._tools = tools

    def tshark(self, *words):
        return self._tools.tshark(self._path, *CHECKSUMS, *words)

    def assert_sound(self):
        assert self.tshark("-Y", BAD) == ""
        checked = self.tshark("-T", "fields", "-e", "tcp.checksum.status", "-e", "udp.srcport")
        assert checked.strip()

    def fields(self, *names, keep=""):
        words = [word for name in names for word in ("-e", name)]
        lines = self.tshark("-Y", keep, "-T", "fields", *words).splitlines()
        return [tuple(line.split("\t")) for line in lines]

    def follow(self, protocol, number):
        """Return both directions as Wireshark follows them: the client's first."""
        return self.follow_all(protocol, [number])[number]

    def follow_all(self, protocol, numbers):
        """Follow several streams at once."""
        words = [word for n in numbers for word in ("-z", f"follow,{protocol},raw,{n}")]
        found = {}
        for line in self.tshark("-q", *words).splitlines():
            if line.startswith("Filter:"):
                found[int(line.split()[-1])] = sides = [b"", b""]
            elif not line.startswith(("=", "Follow", "Node")) and line:
                sides[line.startswith("\t")] += bytes.fromhex(line)
        return {number: tuple(sides) for number, sides in found.items()}

    def streams(self, protocol):
        return len(set(self.fields(f"{protocol}.stream", keep=protocol)))


@pytest.fixture
def exported(session, tmp_path, tools):
    """Return a function that ends the session, and returns its capture."""

    def end():
        session.end()
        path = tmp_path / "capture.pcapng"
        with closing(Reader(session.path)) as reader:
            export(reader, None, FORMATS["pcapng"], path, lambda done, total: None, lambda: False)
        return Capture(path, tools)

    return end


def test_what_is_not_sound_is_found(tmp_path, tools):
    ends = ("127.0.0.1:80", "127.0.0.1:51342")
    source = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:80", 1, *ends)
    writer = Pcapng()
    content = writer.head() + writer.event(source, Event(1, 1, Kind.SENT, b"hello"), 5)
    capture = Capture(tmp_path / "capture.pcapng", tools)

    (tmp_path / "capture.pcapng").write_bytes(content)
    capture.assert_sound()
    (tmp_path / "capture.pcapng").write_bytes(content.replace(b"hello", b"jello"))
    with pytest.raises(AssertionError):
        capture.assert_sound()


@pytest.mark.parametrize("endpoint", ["tcp://127.0.0.1:0", "tcp://[::1]:0"])
def test_a_followed_stream_is_what_was_sent(session, exported, endpoint):
    server = session.server(parse_endpoint(endpoint))
    client = session.client(server.bound)
    content = random.Random(7).randbytes(300_000)
    for start, end in ((0, 5), (5, 70_000), (70_000, 300_000)):
        client.send(content[start:end])
        session.received(2 * end)
    client.half_close_connections()
    session.wait_for(Kind.CLOSED, 2)

    capture = exported()
    capture.assert_sound()
    assert capture.streams("tcp") == 1
    assert capture.follow("tcp", 0) == (content, content)
    ends = capture.fields("tcp.srcport", keep="tcp.flags.fin == 1")
    assert [int(port) == server.bound.port for (port,) in ends] == [False, True]


def test_each_of_many_connections_is_followed_on_its_own(session, exported):
    server = session.server(parse_endpoint("tcp://127.0.0.1:0"), "welcome")
    for number in range(20):
        client = session.client(server.bound)
        session.wait_for(Kind.RECEIVED, 3 * number + 1)
        client.send(b"client %d" % number)
        session.wait_for(Kind.RECEIVED, 3 * number + 3)
        client.stop()
        assert client.join(20)
    session.wait_for(Kind.CLOSED, 40)

    capture = exported()
    capture.assert_sound()
    assert capture.streams("tcp") == 20
    assert capture.follow_all("tcp", range(20)) == {
        number: (b"client %d" % number, b"Welcome!Hello, client %d!" % number)
        for number in range(20)
    }


@pytest.mark.parametrize("endpoint", ["udp://127.0.0.1:0", "udp://[::1]:0"])
def test_datagrams_are_datagrams(session, exported, endpoint):
    server = session.server(parse_endpoint(endpoint))
    client = session.client(server.bound)
    sent = [b"one", b"", b"three" * 2000, b"\0\xff"]
    for number, datagram in enumerate(sent, 1):
        client.send(datagram)
        session.wait_for(Kind.RECEIVED, 2 * number)

    capture = exported()
    capture.assert_sound()
    ports = capture.fields("udp.srcport", "udp.length", keep="udp")
    mine, others = ports[::2], ports[1::2]
    assert [int(length) - 8 for _, length in mine] == [len(datagram) for datagram in sent]
    assert [length for _, length in others] == [length for _, length in mine]
    assert {int(port) for port, _ in others} == {server.bound.port}
    assert capture.follow("udp", 0) == (b"".join(sent), b"".join(sent))


def test_a_reset_by_a_stranger_is_a_reset_from_there(session, exported):
    server = session.server(parse_endpoint("tcp://127.0.0.1:0"))
    with socket.create_connection((server.bound.host, server.bound.port)) as peer:
        peer.sendall(b"hello")
        assert peer.recv(5, socket.MSG_WAITALL) == b"hello"
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        port = peer.getsockname()[1]
    session.wait_for(Kind.CLOSED)

    capture = exported()
    capture.assert_sound()
    assert capture.follow("tcp", 0) == (b"hello", b"hello")
    assert capture.fields("tcp.srcport", keep="tcp.flags.reset == 1") == [(str(port),)]
    assert capture.fields("tcp.srcport", keep="tcp.flags.fin == 1") == []


def test_our_own_reset_is_a_reset_from_here(session, exported):
    server = session.server(parse_endpoint("tcp://127.0.0.1:0"), "manual")
    with socket.create_connection((server.bound.host, server.bound.port)):
        session.wait_for(Kind.ACCEPTED)
        server.reset_connections([server.connections()[0].number])
        session.wait_for(Kind.CLOSED)

    capture = exported()
    capture.assert_sound()
    ports = capture.fields("tcp.srcport", keep="tcp.flags.reset == 1")
    assert ports == [(str(server.bound.port),)]


def test_unix_sockets_have_a_stand_in(session, exported, short_path):
    server = session.server(parse_endpoint(f"unix://{short_path}"))
    with ExitStack() as stack:
        for number in range(3):
            client = session.client(server.bound)
            client.send(b"client %d" % number)
            session.received((number + 1) * 16)
            stack.callback(client.stop)

    capture = exported()
    capture.assert_sound()
    assert capture.streams("tcp") == 3
    assert capture.follow_all("tcp", range(3)) == {
        number: (b"client %d" % number,) * 2 for number in range(3)
    }
    assert set(capture.fields("frame.interface_name", "ip.dst", keep="tcp.len > 0")) <= {
        ("unix", f"127.85.0.{host}") for host in range(1, 6)
    }
    assert str(short_path) in capture.tshark("-T", "fields", "-e", "frame.comment")


def test_times_are_right_to_the_nanosecond(session, exported):
    server = session.server(parse_endpoint("udp://127.0.0.1:0"), "print-only")
    session.client(server.bound).send(b"now")
    session.wait_for(Kind.RECEIVED)
    (sent,) = [event.time for event in session.events if event.kind is Kind.SENT]

    (time,) = exported().fields("frame.time_epoch")[0]
    assert int(time.replace(".", "")) == sent


def test_a_message_that_was_cut_keeps_its_length_and_its_numbers(tmp_path, tools):
    ends = ("127.0.0.1:80", "127.0.0.1:51342")
    source = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:80", 1, *ends)
    writer = Pcapng()
    content = writer.head()
    for payload, length in ((b"a" * 256, 100_000), (b"next", 4)):
        content += writer.event(source, Event(1, 1, Kind.SENT, payload), length)
    (tmp_path / "cut.pcapng").write_bytes(content)

    capture = Capture(tmp_path / "cut.pcapng", tools)
    capture.assert_sound()
    sizes = capture.fields("tcp.len", "frame.len", "frame.cap_len", keep="tcp.len > 0")
    assert sizes == [("65475", "65515", "296"), ("34525", "34565", "40"), ("4", "44", "44")]
    (last,) = capture.fields("tcp.seq", keep="tcp.len == 4")
    assert last == ("100001",)
