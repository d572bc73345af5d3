"""A session with some of everything, and what reads a capture back."""

import struct
from typing import NamedTuple

import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store

START = 1_700_000_000_123_456_789
SERVER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:5000")
ACCEPTED = Source(
    2, Role.SERVER, "server", "tcp://127.0.0.1:5000", 1, "127.0.0.1:5000", "127.0.0.1:51342"
)
CLIENT = Source(
    3, Role.CLIENT, "client", "tcp://127.0.0.1:5000", 2, "127.0.0.1:51342", "127.0.0.1:5000"
)


class Block(NamedTuple):
    kind: int
    body: bytes


class Captured(NamedTuple):
    interface: int
    time: int
    frame: bytes
    length: int
    options: bytes


@pytest.fixture
def sources():
    return (SERVER, ACCEPTED, CLIENT)


@pytest.fixture
def events():
    """A greeting and its answer, seen by both ends."""
    happened = [
        (SERVER, Kind.LISTENING, b"", "tcp://127.0.0.1:5000"),
        (ACCEPTED, Kind.ACCEPTED, b"", "127.0.0.1:51342"),
        (CLIENT, Kind.CONNECTED, b"", ""),
        (CLIENT, Kind.SENT, b'Gr\xc3\xbc\xc3\x9fe, "you"\r\n', ""),
        (ACCEPTED, Kind.RECEIVED, b'Gr\xc3\xbc\xc3\x9fe, "you"\r\n', ""),
        (ACCEPTED, Kind.SENT, b"\x00\xff", ""),
        (CLIENT, Kind.RECEIVED, b"\x00\xff", ""),
        (ACCEPTED, Kind.ERROR, b"", 'It broke, "badly"\nand twice.'),
        (CLIENT, Kind.CLOSED, b"", "closed by you"),
        (ACCEPTED, Kind.END_OF_STREAM, b"", ""),
        (ACCEPTED, Kind.CLOSED, b"", "ended by the peer"),
    ]
    return [
        Event(START + number * 1_000_000, source.number, kind, payload, text)
        for number, (source, kind, payload, text) in enumerate(happened)
    ]


@pytest.fixture
def session(tmp_path, sources, events):
    """The file of a session with these events."""
    path = tmp_path / "session.workbench"
    store = Store(path)
    store.write(list(sources), events)
    store.close()
    return path


@pytest.fixture
def reader(session):
    reader = Reader(session)
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def blocks():
    """Reads a pcapng file as blocks, and checks the frame around each."""

    def read(content):
        found = []
        while content:
            kind, length = struct.unpack("<II", content[:8])
            assert length % 4 == 0
            assert struct.unpack("<I", content[length - 4 : length]) == (length,)
            found.append(Block(kind, content[8 : length - 4]))
            content = content[length:]
        return found

    return read


@pytest.fixture(scope="session")
def captured(blocks):
    """Reads the frames of a pcapng file."""

    def read(content):
        frames = []
        for block in blocks(content):
            if block.kind == 6:
                interface, high, low, held, length = struct.unpack("<IIIII", block.body[:20])
                end = 20 + held + -held % 4
                frame = block.body[20 : 20 + held]
                frames.append(
                    Captured(interface, high << 32 | low, frame, length, block.body[end:])
                )
        return frames

    return read
