"""The ladder of a recorded session, compared with what tshark captured of the same traffic."""

import socket
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.export.rows import WholeEvents
from socket_workbench.journal.ladder.picture import LadderEvents
from socket_workbench.journal.ladder.shapes import Head, Line, Sizes, Text
from socket_workbench.journal.reader import Reader
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint

MESSAGES = [b"zhangsan", b"lisi", b"wangwu", b"x" * 3000]

SET_UP = "SYN · SYN ACK · ACK"
END = "end of stream (FIN)"
RESET = "reset (RST)"
FLAGS = ("tcp.flags.syn", "tcp.flags.ack", "tcp.flags.fin", "tcp.flags.reset")


class Arrow(NamedTuple):
    """A line of a ladder: the role and the port at both its ends, its head, and its row's text."""

    begin: tuple[str, str]
    end: tuple[str, str]
    head: Head
    text: str | None
    row: int


def picture_of(session):
    """Return the ladder of all that was recorded."""
    gathered = LadderEvents()
    with closing(Reader(session.path)) as reader:
        for event in WholeEvents(reader).of(range(reader.count())):
            gathered.add(*event)
    return gathered.picture(Sizes())


@pytest.fixture
def free_port():
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def capture(tools, tmp_path, free_port):
    """Captures what goes over the loopback interface; returns the fields of each packet."""
    file = tmp_path / "seen.pcapng"
    # 64 MiB may wait to be written: with 2, packets are lost where the machine is busy.
    words = ("tshark", "-i", "lo", "-w", file, "-B", "64", "-f", f"port {free_port}")
    process = tools.start(*words)
    said = ""
    while "Capture started" not in said and "Capturing on" not in said:
        said = process.stderr.readline().decode()
        if not said or "permission" in said:
            pytest.skip("tshark may not capture here")
    # It says so a moment before it does: the first packet of our own is looked for.
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        while not file.exists() or b"probe" not in file.read_bytes():
            probe.sendto(b"probe", ("127.0.0.1", free_port))

    def seen(keep, *fields):
        asked = [word for field in fields for word in ("-e", field)]
        done = b"done"
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as last:
            while done not in file.read_bytes():
                last.sendto(done, ("127.0.0.1", free_port))
        read = tools.tshark(file, "-Y", keep, "-T", "fields", *asked)
        return [tuple(line.split("\t")) for line in read.splitlines()]

    return seen


def arrows(picture):
    """Return the addresses at both ends of each line, its head, and the text of its row."""
    texts = {s.row: s.text for s in picture.shapes if isinstance(s, Text) and not s.align}

    def address(x, row):
        near = min(range(len(picture.xs)), key=lambda place: abs(picture.xs[place] - x))
        column = picture.columns.columns[near]
        lifeline = column.at(row)
        return column.role.value, lifeline.detail.rpartition(":")[2]

    lines = [s for s in picture.shapes if isinstance(s, Line) and s.row >= 0]
    return [
        Arrow(
            address(each.x1, each.row),
            address(each.x2, each.row),
            each.head,
            texts.get(each.row),
            each.row,
        )
        for each in sorted(lines, key=lambda line: line.row)
    ]


def echo_and_end(session, server):
    """Have the messages of two clients echoed, one at a time, and end everything."""
    clients = [session.client(server.bound), session.client(server.bound)]
    size = 0
    for message in MESSAGES:
        for client in clients:
            client.send(message)
            # There and back, each received once.
            size += 2 * len(message)
            session.received(size)
    for client in clients:
        client.half_close_connections()
    session.wait_for(Kind.CLOSED, 4)
    session.end()


def test_it_has_the_same_messages_in_the_same_order_between_the_same_ends(
    session, capture, free_port
):
    server = session.server(parse_endpoint(f"tcp://127.0.0.1:{free_port}"), "echo")
    echo_and_end(session, server)

    found = arrows(picture_of(session))
    messages = [each for each in found if each[2] is Head.ARROW]
    # What tshark saw: a segment is what one `send` has sent, since the loopback takes 64 KiB.
    seen = capture("tcp.len > 0", "tcp.srcport", "tcp.dstport", "tcp.len")
    told = []
    for begin, end, _, text, _ in messages:
        client = begin[1] if begin[0] == "client" else end[1]
        ports = (client, str(free_port)) if begin[0] == "client" else (str(free_port), client)
        told.append((*ports, text.rpartition("  ")[2].replace(",", "")))
    assert told == seen
    assert len(told) == 4 * len(MESSAGES)

    set_up = capture("tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp.srcport")
    begun = [each.begin[1] for each in found if each.begin[0] == "client" and each.text == SET_UP]
    assert begun == [port for (port,) in set_up]

    ended = capture("tcp.flags.fin == 1", "tcp.srcport")
    ends = [
        each.begin[1] if each.begin[0] == "client" else str(free_port)
        for each in found
        if each.text == END
    ]
    assert sorted(ends) == sorted(port for (port,) in ended)


def test_datagrams_are_those_that_tshark_saw(session, capture, free_port):
    server = session.server(parse_endpoint(f"udp://127.0.0.1:{free_port}"), "echo")
    client = session.client(server.bound)
    size = 0
    for message in MESSAGES:
        client.send(message)
        size += 2 * len(message)
        session.received(size)
    session.end()
    mine = f"!(udp contains {b'probe'.hex(':')}) && !(udp contains {b'done'.hex(':')})"
    seen = capture(f"udp && {mine} && !icmp", "udp.dstport", "udp.length")
    told = [
        (str(free_port) if each.end[0] == "server" else each.end[1], each.text.split("  ")[-1])
        for each in arrows(picture_of(session))
        if each.head is Head.ARROW
    ]
    assert told == [(port, f"{int(length) - 8:,}") for port, length in seen]


def test_datagrams_without_bytes_are_there_too(session, capture, free_port):
    server = session.server(parse_endpoint(f"udp://[::1]:{free_port}"), "echo")
    client = session.client(server.bound)
    for count, message in enumerate((b"x", b"", b"yz", b""), 1):
        client.send(message)
        session.until(
            lambda count=count: sum(e.kind is Kind.RECEIVED for e in session.events) == 2 * count
        )
    session.end()
    seen = capture("udp && ipv6", "udp.dstport", "udp.length")
    told = [
        (str(free_port) if each.end[0] == "server" else each.end[1], each.text.split("  ")[-1])
        for each in arrows(picture_of(session))
        if each.head is Head.ARROW
    ]
    assert told == [(port, str(int(length) - 8)) for port, length in seen]
    assert len(told) == 8


@pytest.mark.needs("unix sockets")
def test_unix_streams_are_as_the_journal_has_them(session, short_path):
    """No program sees what goes over Unix sockets, so the journal's rows are the other witness."""
    server = session.server(Endpoint(Transport.UNIX_STREAM, path=str(short_path)), "echo")
    echo_and_end(session, server)
    picture = picture_of(session)
    shown = [each for each in arrows(picture) if each.head is Head.ARROW]
    sent = {row: event for row, event in enumerate(session.events) if event.kind is Kind.SENT}
    assert list(dict.fromkeys(each.row for each in shown)) == list(sent)
    sources = {source.number: source for source in session.sources}
    for each in shown:
        event = sent[each.row]
        assert each.text.endswith(f"  {len(event.payload):,}")
        assert each.begin[0] == sources[event.source].role.value
    ends = [each for each in arrows(picture) if each.text == "end of stream"]
    assert [each.begin[0] for each in ends].count("client") == 2
    assert [each.begin[0] for each in ends].count("server") == 2


def test_a_reset_comes_from_where_tshark_saw_it(session, capture, free_port):
    server = session.server(parse_endpoint(f"tcp://127.0.0.1:{free_port}"), "manual")
    client = session.client(server.bound)
    session.until(lambda: server.connections())
    server.reset_connections([server.connections()[0].number])
    session.until(lambda: sum(event.kind is Kind.RESET for event in session.events) == 2)
    session.end()
    (port,) = {row[0] for row in capture("tcp.flags.reset == 1", "tcp.srcport")}
    ((begin, end),) = [
        (each.begin, each.end) for each in arrows(picture_of(session)) if each.head is Head.CROSS
    ]
    assert (begin[0], end[0]) == ("server", "client")
    assert port == str(free_port)
    assert client.state is not EndpointState.CONNECTED


def conversations(picture):
    """Return what the ladder shows of each connection, by the client's port.

    A connection is what its two ends did, in order: how many bytes each has sent until the other
    one did something, and who has set it up, ended its side or reset it.
    """
    found: dict[str, list[tuple[str, Any]]] = {}
    drawn = set()
    for begin, end, head, text, row in arrows(picture):
        if head is not Head.ARROW and text not in (SET_UP, END, RESET):
            continue
        what = text
        if head is Head.ARROW:
            what = int(text.rpartition("  ")[2].replace(",", ""))
        side, client = begin[0], begin[1] if begin[0] == "client" else end[1]
        if (row, what) not in drawn and (what != SET_UP or side == "client"):
            drawn.add((row, what))
            add(found.setdefault(client, []), side, what)
    return found


def add(steps, side, what):
    """Add a step; bytes that follow others of the same end are one step with them."""
    if isinstance(what, int) and steps and steps[-1][0] == side and isinstance(steps[-1][1], int):
        what += steps.pop()[1]
    if what:
        steps.append((side, what))


def seen_conversations(capture):
    """Return the same of what tshark has captured; connections that were refused are left out."""
    found: dict[str, list[tuple[str, Any]]] = {}
    clients: dict[str, str] = {}
    ends: dict[tuple[str, str], int] = {}
    fields = ("tcp.stream", "tcp.srcport", "tcp.seq", "tcp.len", *FLAGS)
    for stream, port, first, length, *flags in capture("tcp", *fields):
        syn, ack, fin, reset = (flag in ("1", "True") for flag in flags)
        client = clients.setdefault(stream, port)
        side = "client" if port == client else "server"
        steps = found.setdefault(client, [])
        if syn and not ack:
            steps.append((side, SET_UP))
        # What is sent again, or to ask a full peer, is no new byte.
        end, before = int(first) + int(length), ends.get((stream, side), 1)
        if length != "0" and end > before:
            add(steps, side, end - before)
            ends[stream, side] = end
        if fin and (side, END) not in steps:
            steps.append((side, END))
        if reset:
            steps.append((side, RESET))
    refused = [("client", SET_UP), ("server", RESET)]
    return {client: steps for client, steps in found.items() if steps != refused}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_each_connection_has_the_bytes_and_the_ends_that_tshark_saw(
    session, capture, free_port, host
):
    address = Endpoint(Transport.TCP, host, free_port)
    refused = session.client(address, EndpointState.FAILED)
    server = session.server(address, "manual")
    clients = [session.client(server.bound) for _ in range(6)]
    first, second, big, reset, resetting, quiet = clients
    size = 0
    # All at once, to a server that answers when everything is there.
    for message in MESSAGES:
        for client in clients[:5]:
            client.send(message)
            size += len(message)
    big.send(bytes(1_000_000))
    quiet.send(b"")
    session.received(size + 1_000_000)
    server.send(b"answer")
    by_port = {view.peer.rpartition(":")[2]: view.number for view in server.connections()}

    def of(client):
        return by_port[client.connections()[0].local.rpartition(":")[2]]

    server.send(bytes(1_000_000), [of(big)])
    size += 2_000_000 + 6 * len(b"answer")
    session.received(size)

    def ended(role):
        roles = {source.number: source.role.value for source in session.sources}
        ends = [e for e in session.events if e.kind is Kind.END_OF_STREAM]
        return sum(roles[event.source] == role for event in ends)

    # Half-closed by either end first: a server sends all the same, a client ends its side, too.
    first.half_close_connections()
    server.half_close_connections([of(second)])
    session.until(lambda: ended("server") == 2 and ended("client") == 1)
    server.send(b"late", [of(first)])
    session.received(size + 4)
    server.half_close_connections([of(first)])
    server.reset_connections([of(reset)])
    resetting.reset_connections([resetting.connections()[0].number])
    session.until(lambda: sum(event.kind is Kind.CLOSED for event in session.events) == 8)
    session.end()

    picture = picture_of(session)
    shown, seen = conversations(picture), seen_conversations(capture)
    assert shown == seen
    assert len(shown) == 6
    told = [each.text for each in arrows(picture) if each.head is Head.CROSS]
    assert told.count("refused") == 1
    assert refused.state is EndpointState.FAILED


WATCHED = """\
import socket, sys
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    pairs = []
    for _ in range(3):
        client = socket.create_connection(server.getsockname())
        pairs.append((client, server.accept()[0]))
(peeking, one), (deaf, two), (late, three) = pairs
one.sendall(b"hello")
peeking.recv(100, socket.MSG_PEEK)
peeking.sendall(peeking.recv(100))
one.recv(100)
one.close()
peeking.recv(100)
peeking.close()
deaf.shutdown(socket.SHUT_RDWR)
deaf.recv(100)
two.recv(100)
two.close()
late.sendall(b"unread")
three.close()
try:
    late.recv(100)
except ConnectionResetError:
    late.close()
"""


@pytest.mark.needs("linux")
def test_a_watched_program_is_as_tshark_saw_it(capture, free_port, tmp_path):
    program, record = tmp_path / "program.py", tmp_path / "recorded.swb"
    program.write_text(WATCHED)
    words = ("watch", "--record", record, program, str(free_port))
    done = subprocess.run(
        [sys.executable, "-m", "socket_workbench", *words],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    shown = conversations(picture_of(SimpleNamespace(path=record)))
    assert shown == seen_conversations(capture)
    assert len(shown) == 3
