from array import array

import pytest

from socket_workbench.gui.log.pages import PAGE_ROWS, PAGES_KEPT, LogPages
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import UNKNOWN_TIME, Event, Kind, Role, Source
from socket_workbench.journal.reader import Reader

ADDRESS = "tcp://127.0.0.1:13145"
NIHON = "日本".encode()


@pytest.fixture
def pages(reader):
    return LogPages(reader)


def payloads(pages, numbers):
    lines = [pages.line(position, numbers) for position in range(len(numbers))]
    return [line.text for line in lines]


def test_every_position_shows_its_row_on_every_page(recording, pages):
    count = recording.receive(*(b"%d" % number for number in range(3 * PAGE_ROWS)))
    assert payloads(pages, range(count)) == [str(number) for number in range(count)]


def test_time_since_is_that_since_the_row_shown_before(recording, pages):
    recording.receive(*(b"x",) * (2 * PAGE_ROWS))
    assert pages.line(0, range(1)).since is None
    assert pages.line(PAGE_ROWS, range(2 * PAGE_ROWS)).since == 1_000_000
    pages.forget()
    assert pages.line(1, array("Q", [3, 9])).since == 6_000_000


def test_a_row_whose_time_is_not_known_is_after_none(recording, pages):
    recording.receive(b"x")
    recording.store.write([], [Event(UNKNOWN_TIME, 0, Kind.NOTE)])
    recording.receive(b"y")
    assert [pages.line(row, range(3)).since for row in range(3)] == [None, None, None]
    assert pages.line(1, range(3)).time == ""


def test_a_page_grows_with_the_journal(recording, pages):
    recording.receive(b"one")
    assert payloads(pages, range(1)) == ["one"]
    recording.receive(b"two")
    assert payloads(pages, range(2)) == ["one", "two"]


def test_a_character_that_is_split_is_shown_where_it_ends(recording, pages):
    recording.receive(NIHON[:4], NIHON[4:])
    assert payloads(pages, range(2)) == ["日", "本"]


def test_a_character_is_completed_when_its_rest_arrives(recording, pages):
    recording.receive(NIHON[:4])
    assert payloads(pages, range(1)) == [r"日\xe6"]
    recording.receive(NIHON[4:])
    assert payloads(pages, range(2)) == ["日", "本"]


def test_only_the_same_stream_and_direction_completes_a_character(recording, pages):
    recording.add(
        (recording.accepted, Kind.RECEIVED, NIHON[:4]),
        (recording.accepted, Kind.SENT, b"\xbf"),
        (recording.client, Kind.RECEIVED, b"\xbf"),
        (recording.accepted, Kind.RECEIVED, NIHON[4:]),
    )
    assert payloads(pages, range(4)) == ["日", r"\xbf", r"\xbf", "本"]


def test_a_character_is_completed_across_pages(recording, pages):
    fillers = [b"x"] * (PAGE_ROWS - 1)
    count = recording.receive(*fillers, NIHON[:4], NIHON[4:])
    assert payloads(pages, range(count))[-1] == "本"


def test_a_preview_that_ends_inside_a_character_is_cut_before_it(recording, pages):
    recording.receive("日".encode() * 100)
    assert payloads(pages, range(1)) == ["日" * 85 + " …"]


def test_memory_holds_a_few_pages_only(recording, pages):
    count = recording.receive(*(b"x",) * (PAGE_ROWS * (PAGES_KEPT + 5)))
    payloads(pages, range(count))
    assert len(pages._pages) == PAGES_KEPT


class DamagedReader(Reader):
    """A reader of a file in which one row cannot be read."""

    def rows(self, first, count):
        if first <= 1 < first + count:
            raise JournalDamagedError("damaged")
        return super().rows(first, count)


def test_what_is_damaged_is_left_out_and_the_rest_shown(recording):
    recording.receive(b"a", b"b", b"c", b"d")
    reader = DamagedReader(recording.path)
    pages = LogPages(reader)
    numbers = array("Q", [1, 3])
    assert pages.line(0, numbers) is None
    line = pages.line(1, numbers)
    assert line is not None
    assert (line.text, line.since) == ("d", None)
    reader.close()


def test_our_own_are_called_by_their_names_and_strangers_by_their_addresses(recording, pages):
    stranger = recording.add_source(
        Source(9, Role.SERVER, "Server 1", ADDRESS, 3, "127.0.0.1:13145", "127.0.0.1:60000")
    )
    recording.add(
        (recording.accepted, Kind.SENT, b"hello"),
        (recording.client, Kind.RECEIVED, b"hello"),
        (stranger, Kind.RECEIVED, b"from outside"),
        (stranger, Kind.SENT, b"to outside"),
    )
    lines = [pages.line(row, range(4)) for row in range(4)]
    assert [(line.recorder, line.passage) for line in lines] == [
        ("server", "→ client"),
        ("client", "← server"),
        ("Server 1", "← 127.0.0.1:60000"),
        ("Server 1", "→ 127.0.0.1:60000"),
    ]


def test_an_end_that_is_recorded_later_is_named_then(recording, pages):
    told = Source(9, Role.SERVER, "Server 1", ADDRESS, 3, "127.0.0.1:13145", "127.0.0.1:60000")
    recording.add((recording.add_source(told), Kind.SENT, b"hello"))
    assert pages.line(0, range(1)).passage == "→ 127.0.0.1:60000"
    recording.add_source(
        Source(10, Role.CLIENT, "Client 1", ADDRESS, 4, "127.0.0.1:60000", "127.0.0.1:13145")
    )
    assert pages.forget_strangers()
    assert pages.line(0, range(1)).passage == "→ Client 1"
    assert not pages.forget_strangers()
