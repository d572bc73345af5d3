import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.page import Page
from socket_workbench.journal.storage.segment import Segment
from socket_workbench.journal.storage.store import Store

SERVER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:5000")
ACCEPTED = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:5000", 1, "127.0.0.1:5000", "[::1]:51")
CLIENT = Source(3, Role.CLIENT, "client", "tcp://127.0.0.1:5000", 2, "[::1]:51", "127.0.0.1:5000")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.workbench"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(path)
    store.write([SERVER, ACCEPTED, CLIENT], [])
    yield store
    store.close()


@pytest.fixture
def reader(store: Store, path: Path) -> Iterator[Reader]:
    reader = Reader(path)
    yield reader
    reader.close()


@pytest.fixture
def conversation() -> list[Event]:
    return [
        Event(1_000, 1, Kind.LISTENING, text="127.0.0.1:5000"),
        Event(1_001, 2, Kind.ACCEPTED),
        Event(1_002, 3, Kind.SENT, b"Hello, server"),
        Event(1_003, 2, Kind.RECEIVED, b"Hello, server"),
        Event(1_004, 2, Kind.SENT, "Grüße, client".encode()),
        Event(1_005, 3, Kind.RECEIVED, "Grüße, client".encode()),
        Event(1_006, 3, Kind.ERROR, text="Connection reset by the SERVER"),
        Event(1_007, 2, Kind.CLOSED),
    ]


@pytest.fixture(scope="session")
def unpacked() -> Callable[[Segment], list[Event]]:
    """Return a function that reads all events of a segment, as a reader does."""

    def read(segment: Segment) -> list[Event]:
        page = Page(0, len(segment.payload), segment)
        no_database = cast("sqlite3.Connection", None)
        payloads = page.previews(0, page.end, sys.maxsize, no_database)
        return [
            Event(page.times[index], *page.pair(index), payload, page.texts.get(index, ""))
            for index, payload in enumerate(payloads)
        ]

    return read
