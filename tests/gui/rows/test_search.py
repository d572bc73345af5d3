import pytest

from socket_workbench.gui.rows import search as log_search
from socket_workbench.gui.rows.search import LiveSearch, Search
from socket_workbench.gui.threads import job as jobs
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.journal.search.query import Filter, Query

APPLE = Filter(text="apple")


class Searching:
    """A search and what it has told."""

    def __init__(self, path):
        self.live = LiveSearch("search")
        self.path = path
        self.numbers: list[int] = []
        self.searched: list[int] = []
        self.failed: list[str] = []
        self.live.told.connect(self.on_told)
        self.live.failed.connect(self.failed.append)

    def begin(self, wanted, first, count):
        self.numbers, self.searched = [], []
        self.live.begin(Search(self.path, wanted, first), count)

    def on_told(self, found):
        self.numbers += found.numbers
        self.searched.append(found.searched)


@pytest.fixture
def searching(qapp, recording):
    searching = Searching(recording.path)
    yield searching
    searching.live.end()


@pytest.fixture
def up_to(searching, qtbot):
    """Waits until rows were searched up to one."""

    def up_to(count):
        qtbot.waitUntil(lambda: searching.searched[-1:] == [count])

    return up_to


def test_it_finds_what_matches_and_says_how_far_it_is(recording, searching, up_to):
    searching.begin(APPLE, 0, recording.receive(b"apple", b"pear", b"pineapple"))
    up_to(3)
    assert searching.numbers == [0, 2]


@pytest.mark.parametrize("linger", [0, 60])
def test_it_goes_on_with_rows_that_are_added(
    recording, searching, up_to, qtbot, monkeypatch, linger
):
    """Also after its thread has ended."""
    monkeypatch.setattr(log_search, "LINGER", linger)
    searching.begin(APPLE, 0, recording.receive(b"pear"))
    up_to(1)
    for payload in (b"apple", b"pear", b"apple"):
        if not linger:
            qtbot.waitUntil(lambda: running_jobs() == [])
        count = recording.receive(payload)
        searching.live.extend(count)
        up_to(count)
    assert searching.numbers == [1, 3]


def test_no_row_is_missed_or_found_twice_however_the_thread_ends(
    recording, searching, up_to, monkeypatch
):
    monkeypatch.setattr(log_search, "LINGER", 0)
    searching.begin(APPLE, 0, 0)
    for _ in range(100):
        count = recording.receive(b"apple")
        searching.live.extend(count)
    up_to(count)
    assert searching.numbers == list(range(count))


def test_it_begins_where_it_is_told(recording, searching, up_to):
    searching.begin(APPLE, 1, recording.receive(b"apple", b"apple"))
    up_to(2)
    assert searching.numbers == [1]


def test_an_empty_journal_is_searched_at_once(searching, up_to):
    searching.begin(APPLE, 0, 0)
    up_to(0)
    assert searching.numbers == []


def test_a_long_search_tells_what_it_has_found_so_far(recording, searching, up_to, monkeypatch):
    monkeypatch.setattr(jobs, "TELL_INTERVAL", 0)
    for _ in range(5):
        count = recording.receive(*(b"apple",) * 5000)
    searching.begin(APPLE, 0, count)
    up_to(count)
    assert searching.numbers == list(range(count))
    assert len(searching.searched) > 1
    assert searching.searched == sorted(searching.searched)


def test_the_newest_search_wins(recording, searching, up_to):
    count = recording.receive(*(b"apple", b"pear") * 1000)
    searching.begin(APPLE, 0, count)
    searching.begin(Filter(text="pear"), 0, count)
    up_to(count)
    assert searching.numbers == list(range(1, count, 2))


def test_an_ended_search_tells_nothing_more(recording, searching, up_to, qtbot):
    searching.begin(APPLE, 0, recording.receive(b"apple"))
    searching.live.end()
    searching.live.extend(recording.receive(b"apple"))
    qtbot.waitUntil(lambda: running_jobs() == [])
    searching.begin(Filter(kinds=frozenset({Kind.NOTE})), 0, recording.count)
    up_to(2)
    assert searching.numbers == []


def test_a_journal_that_cannot_be_opened_is_reported(qapp, tmp_path, qtbot):
    searching = Searching(tmp_path / "nowhere")
    searching.begin(Filter(text="x"), 0, 1)
    qtbot.waitUntil(lambda: bool(searching.failed))
    assert searching.failed[0].startswith("There is no file")


def test_a_part_that_cannot_be_read_is_reported_and_passed_over(
    recording, searching, up_to, qtbot, monkeypatch
):
    class DamagedQuery(Query):
        def rows(self, first, cancelled, end=None):
            if first == 0:
                raise JournalError("The first row is damaged.")
            return super().rows(first, cancelled, end)

    monkeypatch.setattr("socket_workbench.journal.search.query.Query", DamagedQuery)
    searching.begin(APPLE, 0, recording.receive(b"apple"))
    qtbot.waitUntil(lambda: searching.failed == ["The first row is damaged."])
    searching.live.extend(recording.receive(b"apple"))
    up_to(2)
    assert searching.numbers == [1]


def test_an_expression_without_end_can_be_given_up(recording, searching, up_to, qtbot):
    endless = Filter(patterns=(Pattern(PatternSyntax.REGEX, "(a+)+$"),))
    searching.begin(endless, 0, recording.receive(b"a" * 60 + b"b", b"apple"))
    searching.begin(APPLE, 0, recording.count)
    up_to(2)
    assert searching.numbers == [1]
    qtbot.waitUntil(lambda: len(running_jobs()) <= 1)


def test_as_many_threads_as_work(recording, qtbot, monkeypatch):
    """What has found everything holds neither a thread nor a connection to the file."""
    monkeypatch.setattr(log_search, "LINGER", 0)
    searches = [Searching(recording.path) for _ in range(30)]
    count = recording.receive(b"apple")
    for each in searches:
        each.begin(APPLE, 0, count)
    qtbot.waitUntil(lambda: all(each.searched == [1] for each in searches))
    qtbot.waitUntil(lambda: running_jobs() == [])
