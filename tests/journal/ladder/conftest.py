"""Ladders of a server, its connection and a client, a row a millisecond."""

from typing import Any

import pytest

from socket_workbench.journal.call_record import begun_text, call_text
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.ladder.picture import LadderEvents, Picture
from socket_workbench.journal.ladder.shapes import Line, Sizes, Text

ADDRESS = "127.0.0.1:13145"
PEER = "127.0.0.1:51342"
START = 1_700_000_000_000_000_000


def endpoint(scheme: str) -> str:
    return f"{scheme}://{ADDRESS}"


class Ladder:
    """Gathers events; `listener`, `accepted` and `client` are its sources."""

    def __init__(self, scheme: str = "tcp") -> None:
        at = endpoint(scheme)
        self.listener = Source(1, Role.SERVER, "Server 1", at)
        self.attempt = Source(2, Role.CLIENT, "Client 1", at)
        self.accepted = Source(3, Role.SERVER, "Server 1", at, 1, ADDRESS, PEER)
        self.client = Source(4, Role.CLIENT, "Client 1", at, 2, PEER, ADDRESS)
        self.events = LadderEvents()
        self.count = 0

    def add(
        self, source: Source, kind: Kind, payload: bytes = b"", text: str = "", **more: Any
    ) -> int:
        """Add an event, and return the number of its row."""
        event = Event(START + self.count * 1_000_000, source.number, kind, payload, text, **more)
        self.events.add(source, event, len(payload))
        self.count += 1
        return self.count - 1

    def begin(self, source: Source, call: str, number: int) -> int:
        return self.add(source, Kind.CALL_BEGUN, text=begun_text(call, "t", 1, number))

    def call(self, source: Source, call: str, result: str, number: int, waited: int = 0) -> int:
        text = call_text(call, result, waited, "t", 1, number)
        return self.add(source, Kind.CALL, text=text)

    def picture(self) -> Picture:
        return self.events.picture(Sizes())

    def arrows(self) -> "list[tuple[int, str, str, str]]":
        """Return the row, both ends and the head of each arrow, in the order of their rows."""
        picture = self.picture()
        columns = picture.columns.columns

        def name(x: float, row: int) -> str:
            near = min(range(len(picture.xs)), key=lambda place: abs(picture.xs[place] - x))
            lifeline = columns[near].at(row)
            assert lifeline is not None
            return lifeline.title

        lines = [each for each in picture.shapes if isinstance(each, Line) and each.row >= 0]
        lines.sort(key=lambda line: line.row)
        return [
            (line.row, name(line.x1, line.row), name(line.x2, line.row), line.head.value)
            for line in lines
        ]

    def texts(self) -> dict[int, list[str]]:
        """Return the texts of each row."""
        found: dict[int, list[str]] = {}
        for shape in self.picture().shapes:
            if isinstance(shape, Text) and shape.row >= 0:
                found.setdefault(shape.row, []).append(shape.text)
        return found


@pytest.fixture
def ladder() -> Ladder:
    return Ladder()


@pytest.fixture
def datagrams() -> Ladder:
    return Ladder("udp")
