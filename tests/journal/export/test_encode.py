from array import array

import pytest

from socket_workbench.journal.errors import CancelledError, JournalDamagedError
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.encode import encoded
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.export.rows import ROWS_AT_ONCE, WholeEvents
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.damage import missing_sentence
from socket_workbench.journal.storage.store import Store

FORMATS = export_formats()


def ignore(done, total):
    pass


PEER = Source(1, Role.CLIENT, "client", "udp://127.0.0.1:9", 1, "127.0.0.1:8", "127.0.0.1:9")


def lines(reader, rows, format=FORMATS["txt"]):
    pieces = encoded(WholeEvents(reader), rows, format, ignore, lambda: False)
    return b"".join(pieces).decode().splitlines()


@pytest.fixture
def long_session(tmp_path):
    path = tmp_path / "long.workbench"
    store = Store(path)
    events = [Event(number, 1, Kind.SENT, b"%d." % number * 100) for number in range(2000)]
    store.write([PEER], events)
    store.close()
    reader = Reader(path)
    yield reader
    reader.close()


@pytest.mark.parametrize("format", [FORMATS["txt"], FORMATS["csv"], FORMATS["jsonl"]])
def test_everything_is_there_in_order(reader, events, format):
    written = lines(reader, None, format)[1 if format is FORMATS["csv"] else 0 :]

    rest = iter(written)
    assert all(any(event.kind.word in line for line in rest) for event in events)


def test_a_capture_has_its_head(reader):
    pieces = list(encoded(WholeEvents(reader), None, FORMATS["pcapng"], ignore, lambda: False))

    assert pieces[0][:4] == bytes.fromhex("0a0d0d0a")


def test_payloads_are_whole(long_session):
    assert all(f"{n}." * 100 in line for n, line in enumerate(lines(long_session, None)))


@pytest.mark.parametrize(
    "numbers", [[], [5], [0, 1, 2, 10, 11, 500], list(range(1, 2000, 3)), list(range(300, 1000))]
)
def test_only_the_rows_asked_for_are_there(long_session, numbers):
    written = lines(long_session, array("Q", numbers))

    assert len(written) == len(numbers)
    assert all(f"  {n}.{n}." in line for n, line in zip(numbers, written, strict=True))


def test_what_is_damaged_at_the_end_is_told(long_session, monkeypatch):
    read = long_session.payload

    def payload(number):
        if number >= 1990:
            raise JournalDamagedError
        return read(number)

    monkeypatch.setattr(long_session, "payload", payload)
    *written, note = lines(long_session, None)
    assert len(written) == 1990
    assert note.endswith(missing_sentence(1990, 2000))


def test_progress_is_told_up_to_the_end(long_session):
    told = []
    whole = WholeEvents(long_session)
    for _ in encoded(whole, None, FORMATS["csv"], lambda *now: told.append(now), lambda: False):
        pass

    assert told == sorted(told)
    assert told[0] == (ROWS_AT_ONCE, 2000)
    assert told[-1] == (2000, 2000)


def test_it_can_be_cancelled_in_the_middle(long_session):
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(CancelledError):
        list(encoded(WholeEvents(long_session), None, FORMATS["csv"], ignore, cancelled))


def test_a_large_export_comes_in_pieces(tmp_path):
    path = tmp_path / "large.workbench"
    store = Store(path)
    store.write([PEER], [Event(0, 1, Kind.SENT, bytes(1 << 20))] * 4)
    store.close()
    reader = Reader(path)
    pieces = list(encoded(WholeEvents(reader), None, FORMATS["jsonl"], ignore, lambda: False))
    reader.close()

    assert len(pieces) == 5
