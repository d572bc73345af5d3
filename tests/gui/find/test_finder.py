from functools import partial

import pytest

from socket_workbench.gui.find import finder
from socket_workbench.gui.find.finder import Finder, FindRequest, Matches, count_matches, find_row
from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.threads import job as jobs
from socket_workbench.gui.threads.job import Job, Token, running_jobs
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax

APPLE = Pattern(PatternSyntax.TEXT, "apple")


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(b"apple", b"pear", b"apple pie")
    return LogModel(reader)


@pytest.fixture
def find(model, recording):
    find = Finder(recording.path, model)
    yield find
    find.cancel()


def test_the_next_row_is_told(find, qtbot):
    with qtbot.waitSignals([find.looking_changed, find.found]):
        find.look(APPLE, Filter(), 0, forward=True)
        assert find.is_looking
    assert not find.is_looking


def test_only_rows_that_are_shown_are_found(find, model, qtbot):
    with qtbot.waitSignal(find.found) as found:
        find.look(APPLE, Filter(text="pie"), -1, forward=True)
    assert found.args == [2, False]
    model.clear()
    with qtbot.waitSignal(find.missed):
        find.look(APPLE, Filter(), -1, forward=True)


def test_a_cancelled_search_tells_nothing(find, qtbot):
    endless = Pattern(PatternSyntax.REGEX, "(p+)+$")
    with qtbot.assertNotEmitted(find.found):
        find.look(endless, Filter(), -1, forward=True)
        find.cancel()
        qtbot.waitUntil(lambda: running_jobs() == [])
    assert not find.is_looking


def test_a_journal_that_cannot_be_read_is_told(model, tmp_path, qtbot):
    find = Finder(tmp_path / "nowhere", model)
    with qtbot.waitSignal(find.failed):
        find.look(APPLE, Filter(), -1, forward=True)
    assert not find.is_looking


@pytest.fixture
def row_of(recording, qtbot):
    """Looks for apples as a job does; returns the result."""

    def row_of(start, *, forward=True, first=0):
        request = FindRequest(Filter(text="apple"), start, forward, first, recording.count)
        job = Job("find", partial(find_row, recording.path, request))
        with qtbot.waitSignal(job.succeeded) as found:
            job.start()
        return found.args[0]

    return row_of


def test_forwards_and_round_the_end(recording, row_of):
    recording.receive(b"apple", b"pear", b"apple", b"pear")
    assert [row_of(start) for start in (-1, 0, 2, 3)] == [
        (0, False),
        (2, False),
        (0, True),
        (0, True),
    ]


def test_backwards_and_round_the_beginning(recording, row_of):
    recording.receive(b"apple", b"pear", b"apple", b"pear")
    found = [row_of(start, forward=False) for start in (-1, 3, 2, 0)]
    assert found == [(2, False), (2, False), (0, False), (2, True)]


def test_the_only_one_is_found_again(recording, row_of):
    recording.receive(b"pear", b"apple", b"pear")
    assert row_of(1) == (1, True)
    assert row_of(1, forward=False) == (1, True)


def test_what_is_not_there(recording, row_of):
    recording.receive(b"pear")
    assert row_of(0) == (None, True)


def test_what_is_cleared_away_is_not_found(recording, row_of):
    recording.receive(b"apple", b"pear", b"apple")
    assert row_of(2, first=1) == (2, True)
    assert row_of(-1, first=1, forward=False) == (2, False)


def test_across_many_steps(recording, row_of, monkeypatch):
    monkeypatch.setattr(finder, "_STEP", 7)
    monkeypatch.setattr(jobs, "TELL_INTERVAL", 0)
    monkeypatch.setattr(jobs, "REST", 0)
    recording.receive(*(b"apple" if number % 50 == 49 else b"pear" for number in range(200)))
    assert [row_of(start)[0] for start in (0, 49, 99, 149)] == [49, 99, 149, 199]
    assert [row_of(start, forward=False)[0] for start in (199, 149, 99)] == [149, 99, 49]


def test_progress_is_told(find, recording, qtbot, monkeypatch):
    monkeypatch.setattr(finder, "_STEP", 10)
    monkeypatch.setattr(jobs, "TELL_INTERVAL", 0)
    recording.receive(*(b"pear",) * 97)
    find._shown.grow(100)
    told: list[float] = []
    find.progressed.connect(told.append)
    with qtbot.waitSignal(find.missed):
        find.look(Pattern(PatternSyntax.TEXT, "plum"), Filter(), -1, forward=True)
    assert told
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1


def test_a_search_can_be_given_up_also_within_an_expression(find, recording, qtbot):
    recording.receive(b"a" * 60 + b"b", b"apple")
    find._shown.grow(5)
    find.look(Pattern(PatternSyntax.REGEX, "(a+)+$"), Filter(), 2, forward=True)
    with qtbot.waitSignal(find.found) as found:
        find.look(APPLE, Filter(), 2, forward=True)
    assert found.args == [4, False]
    qtbot.waitUntil(lambda: running_jobs() == [])


def test_matches_are_counted_up_to_a_bound_and_on_from_there(recording, model, monkeypatch):
    token = Token("count", lambda token: None)
    wanted = Filter(contents=(APPLE,))
    known = count_matches(recording.path, Matches(wanted, 0, 0), 2, token)
    assert (known.numbers, known.has_more, known.end) == ((0,), False, 2)
    known = count_matches(recording.path, known, 3, token)
    assert (known.numbers, known.has_more) == ((0, 2), False)
    assert [known.place_of(number) for number in range(4)] == [1, None, 2, None]
    monkeypatch.setattr(finder, "MOST_COUNTED", 1)
    bounded = count_matches(recording.path, Matches(wanted, 0, 0), 3, token)
    assert (bounded.numbers, bounded.has_more) == ((0,), True)


def test_counting_ends_with_its_search(find, qtbot):
    with qtbot.waitSignal(find.counted):
        find.look(APPLE, Filter(), -1, forward=True)
    assert find.matches is not None
    assert find.matches.numbers == (0, 2)
    find.look(Pattern(PatternSyntax.TEXT, "pear"), Filter(), -1, forward=True)
    assert find.matches is None
    with qtbot.assertNotEmitted(find.counted):
        find.cancel()
        qtbot.waitUntil(lambda: running_jobs() == [])
