"""The ladder of a recorded session, compared with what tshark captured of the same traffic."""

import socket
from contextlib import closing

import pytest

from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.export.rows import WholeEvents
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.ladder.picture import LadderEvents
from socket_workbench.journal.ladder.shapes import Head, Line, Sizes, Text
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

MESSAGES = [b"zhangsan", b"lisi", b"wangwu", b"x" * 3000]


class Session:
    """Records a server and clients to a file."""

    def __init__(self, path):
        self.path = path
        self.events = []
        self._running = []
        self.journal = Journal([Store(path), self], interval=0.005)

    def write_batch(self, sources, batch):
        self.events.extend(batch.events())

    def close(self):
        """Nothing to close."""

    def start(self, endpoint):
        self._running.append(endpoint)
        endpoint.start()
        return endpoint

    def server(self, endpoint, dialogue):
        settings = ServerSettings("server", endpoint, dialogue=dialogue)
        server = self.start(Server(settings, self.journal, PlainThreads(), lambda: None))
        self.until(lambda: server.state is EndpointState.LISTENING)
        return server

    def client(self, endpoint):
        settings = ClientSettings(f"client {len(self._running)}", endpoint)
        client = self.start(
            Client(settings, self.journal, PlainThreads(), lambda: None, lambda direction: None)
        )
        self.until(lambda: client.state is EndpointState.CONNECTED)
        return client

    def until(self, true):
        while not true():
            self.journal.flush()

    def received(self, size):
        self.until(
            lambda: sum(len(e.payload) for e in self.events if e.kind is Kind.RECEIVED) >= size
        )

    def end(self):
        for running in reversed(self._running):
            running.stop()
            assert running.join(20)
        self.journal.close()

    def picture(self):
        """Return the ladder of all that was recorded."""
        gathered = LadderEvents()
        with closing(Reader(self.path)) as reader:
            for event in WholeEvents(reader).of(range(reader.count())):
                gathered.add(*event)
        return gathered.picture(Sizes())


@pytest.fixture
def session(tmp_path):
    session = Session(tmp_path / "session.workbench")
    yield session
    session.journal.close()


@pytest.fixture
def free_port():
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def capture(tools, tmp_path, free_port):
    """Captures what goes over the loopback interface; returns the fields of each packet."""
    file = tmp_path / "seen.pcapng"
    words = ("tshark", "-i", "lo", "-w", file, "-f", f"port {free_port}")
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
        read = tools.run("tshark", "-n", "-r", file, "-Y", keep, "-T", "fields", *asked).decode()
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
        (address(line.x1, line.row), address(line.x2, line.row), line.head, texts.get(line.row))
        for line in sorted(lines, key=lambda line: line.row)
    ]


def test_it_has_the_same_messages_in_the_same_order_between_the_same_ends(
    session, capture, free_port
):
    server = session.server(parse_endpoint(f"tcp://127.0.0.1:{free_port}"), "echo")
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
    session.until(lambda: sum(event.kind is Kind.CLOSED for event in session.events) == 4)
    session.end()

    found = arrows(session.picture())
    messages = [each for each in found if each[2] is Head.ARROW]
    # What tshark saw: a segment is what one `send` has sent, since the loopback takes 64 KiB.
    seen = capture("tcp.len > 0", "tcp.srcport", "tcp.dstport", "tcp.len")
    told = []
    for begin, end, _, text in messages:
        client = begin[1] if begin[0] == "client" else end[1]
        ports = (client, str(free_port)) if begin[0] == "client" else (str(free_port), client)
        told.append((*ports, text.rpartition("  ")[2].replace(",", "")))
    assert told == seen
    assert len(told) == 4 * len(MESSAGES)

    set_up = capture("tcp.flags.syn == 1 && tcp.flags.ack == 0", "tcp.srcport")
    begun = [b[1] for b, e, head, text in found if b[0] == "client" and text and "SYN" in text]
    assert begun == [port for (port,) in set_up]

    ended = capture("tcp.flags.fin == 1", "tcp.srcport")
    ends = [
        begin[1] if begin[0] == "client" else str(free_port)
        for begin, _, head, text in found
        if text == "end of stream (FIN)"
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
        (str(free_port) if end[0] == "server" else end[1], text.rpartition("  ")[2])
        for _, end, head, text in arrows(session.picture())
        if head is Head.ARROW
    ]
    assert told == [(port, f"{int(length) - 8:,}") for port, length in seen]


def test_a_reset_comes_from_where_tshark_saw_it(session, capture, free_port):
    server = session.server(parse_endpoint(f"tcp://127.0.0.1:{free_port}"), "manual")
    client = session.client(server.bound)
    session.until(lambda: server.connections())
    server.reset_connections([server.connections()[0].number])
    session.until(lambda: sum(event.kind is Kind.RESET for event in session.events) == 2)
    session.end()
    (port,) = {row[0] for row in capture("tcp.flags.reset == 1", "tcp.srcport")}
    ((begin, end),) = [
        (begin, end) for begin, end, head, _ in arrows(session.picture()) if head is Head.CROSS
    ]
    assert (begin[0], end[0]) == ("server", "client")
    assert port == str(free_port)
    assert client.state is not EndpointState.CONNECTED
