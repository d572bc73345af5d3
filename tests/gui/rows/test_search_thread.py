import pytest

from socket_workbench.gui.rows.search_thread import LogSearchThread
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.pattern import Pattern, PatternForm
from socket_workbench.journal.search.query import Filter


class Listener:
    def __init__(self, thread):
        self.found = []
        self.searched = {}
        self.failed = []
        thread.found.connect(self.on_found)
        thread.failed.connect(self.on_failed)

    def on_found(self, generation, numbers, searched):
        self.found += [(generation, number) for number in numbers]
        self.searched[generation] = searched

    def on_failed(self, generation, sentence):
        self.failed.append((generation, sentence))


@pytest.fixture
def thread(qapp, recording):
    thread = LogSearchThread(recording.path, "search")
    yield thread
    thread.stop()


@pytest.fixture
def listener(thread):
    return Listener(thread)


def test_it_finds_what_matches_and_says_how_far_it_is(recording, thread, listener, qtbot):
    count = recording.receive(b"apple", b"pear", b"pineapple")
    thread.search(1, Filter(text="apple"), 0, count)
    qtbot.waitUntil(lambda: listener.searched == {1: 3})
    assert listener.found == [(1, 0), (1, 2)]


def test_it_goes_on_with_rows_that_are_added(recording, thread, listener, qtbot):
    thread.search(1, Filter(text="apple"), 0, recording.receive(b"pear"))
    qtbot.waitUntil(lambda: listener.searched == {1: 1})
    thread.extend(recording.receive(b"apple", b"pear"))
    qtbot.waitUntil(lambda: listener.searched == {1: 3})
    assert listener.found == [(1, 1)]


def test_it_begins_where_it_is_told(recording, thread, listener, qtbot):
    thread.search(1, Filter(text="apple"), 1, recording.receive(b"apple", b"apple"))
    qtbot.waitUntil(lambda: listener.searched == {1: 2})
    assert listener.found == [(1, 1)]


def test_an_empty_journal_is_searched_at_once(thread, listener, qtbot):
    thread.search(1, Filter(text="apple"), 0, 0)
    qtbot.waitUntil(lambda: listener.searched == {1: 0})
    assert listener.found == []


def test_the_newest_search_wins(recording, thread, listener, qtbot):
    count = recording.receive(*(b"apple", b"pear") * 1000)
    thread.search(1, Filter(text="apple"), 0, count)
    thread.search(2, Filter(text="pear"), 0, count)
    qtbot.waitUntil(lambda: listener.searched.get(2) == count)
    assert [number for generation, number in listener.found if generation == 2] == list(
        range(1, count, 2)
    )


def test_a_search_given_up_finds_nothing_more(recording, thread, listener, qtbot):
    thread.search(1, Filter(text="apple"), 0, recording.receive(b"apple"))
    qtbot.waitUntil(lambda: listener.searched == {1: 1})
    thread.give_up()
    assert not thread.is_wanted(1)
    thread.extend(recording.receive(b"apple"))
    thread.search(2, Filter(kinds=frozenset({Kind.NOTE})), 0, recording.count)
    qtbot.waitUntil(lambda: listener.searched.get(2) == 2)
    assert listener.searched[1] == 1


def test_a_journal_that_cannot_be_opened_is_reported(qapp, tmp_path, qtbot):
    thread = LogSearchThread(tmp_path / "nowhere", "search")
    listener = Listener(thread)
    thread.search(3, Filter(text="x"), 0, 1)
    qtbot.waitUntil(lambda: bool(listener.failed))
    assert listener.failed[0][0] == 3
    thread.stop()


def test_stopping_ends_the_thread(recording, thread, listener, qtbot):
    thread.search(1, Filter(text="x"), 0, recording.receive(b"x"))
    qtbot.waitUntil(lambda: listener.searched == {1: 1})
    thread.stop()
    assert thread.isFinished()


def test_stopping_a_thread_that_never_started_is_harmless(thread):
    thread.stop()
    assert not thread.isRunning()


def test_an_expression_without_end_can_be_given_up(recording, thread, listener, qtbot):
    endless = Filter(patterns=(Pattern(PatternForm.REGEX, "(a+)+$"),))
    thread.search(1, endless, 0, recording.receive(b"a" * 60 + b"b", b"apple"))
    thread.search(2, Filter(text="apple"), 0, recording.count)
    qtbot.waitUntil(lambda: listener.searched.get(2) == 2)
    assert listener.found == [(2, 1)]
