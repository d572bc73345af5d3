import random
from contextlib import closing

import pytest

from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.salvage import check_marks
from socket_workbench.journal.storage.store import Store

PAGE = 16 << 10
ROWS = 4000


@pytest.fixture
def whole(path):
    store = Store(path)
    chance = random.Random(3)
    for start in range(0, ROWS, 40):
        some = [
            Event(n, 1, Kind.SENT, b"%d " % n + chance.randbytes(500))
            for n in range(start, start + 40)
        ]
        store.write([], some)
    store.close()
    return path.read_bytes()


@pytest.mark.parametrize("page", [1, *range(3, 12)])
def test_one_page_lost_costs_only_its_segments(path, whole, page):
    content = bytearray(whole)
    content[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(content)
    with closing(Reader(path)) as reader:
        count = reader.count()
        rows = reader.rows(0, ROWS)
        assert [row.number for row in rows] == list(range(count))
        sent = [row for row in rows if row.kind is Kind.SENT]
        assert len(sent) > ROWS * 0.8
        notes = [row for row in rows if row.kind is Kind.NOTE]
        assert all("damaged" in row.text for row in notes)
        assert sum(end - start for start, end in examined(reader) if start >= 0) == count


def test_without_the_root_of_its_segments_nothing_is_whole_and_that_is_said(path, whole):
    content = bytearray(whole)
    content[2 * PAGE : 3 * PAGE] = bytes(PAGE)
    path.write_bytes(content)
    with closing(Reader(path)) as reader, pytest.raises(JournalDamagedError, match="damaged"):
        reader.count()


def examined(reader):
    row = 0
    while row < reader.count():
        end, _ = reader.examine(row)
        assert end > row
        yield row, end
        row = end


def test_a_journal_that_goes_on_growing_is_looked_at_again(store: Store, reader: Reader, path):
    store.write([], [Event(1, 1, Kind.SENT, bytes(300_000))])
    store._database.execute("UPDATE segments SET lengths = x''")
    assert "damaged" in reader.rows(0, 1)[0].text
    store.write([], [Event(2, 1, Kind.SENT, bytes(300_000))])
    store._database.execute("UPDATE segments SET lengths = x'' WHERE first = 1")
    assert len(reader.rows(1, 5)) == 0 or "damaged" in reader.rows(1, 1)[0].text


@pytest.mark.parametrize(
    "found",
    [(0, 0, b"", b""), (0, 1, b"x", b"\0"), (0, 2, bytes(8), b"\0"), (0, 1, bytes(2400), b"\0")],
)
def test_marks_of_another_size_are_damage(found):
    with pytest.raises(JournalDamagedError):
        check_marks(found)
