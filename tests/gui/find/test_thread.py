import pytest

from socket_workbench.gui.find import thread as log_find_thread
from socket_workbench.gui.find.thread import FindRequest, LogFindThread
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern, PatternForm

APPLE = Filter(text="apple")


@pytest.fixture
def thread(qapp, recording):
    thread = LogFindThread(recording.path)
    yield thread
    thread.stop()


@pytest.fixture
def find(thread, recording, qtbot):
    generations = iter(range(1, 100))

    def find(start, wanted=APPLE, *, forward=True, first=0):
        with qtbot.waitSignal(thread.found) as found:
            thread.look(
                FindRequest(next(generations), wanted, start, forward, first, recording.count)
            )
        return tuple(found.args[1:])

    return find


def test_forwards_and_round_the_end(recording, find):
    recording.receive(b"apple", b"pear", b"apple", b"pear")
    assert [find(start) for start in (-1, 0, 2, 3)] == [
        (0, False),
        (2, False),
        (0, True),
        (0, True),
    ]


def test_backwards_and_round_the_beginning(recording, find):
    recording.receive(b"apple", b"pear", b"apple", b"pear")
    found = [find(start, forward=False) for start in (-1, 3, 2, 0)]
    assert found == [(2, False), (2, False), (0, False), (2, True)]


def test_the_only_one_is_found_again(recording, find):
    recording.receive(b"pear", b"apple", b"pear")
    assert find(1) == (1, True)
    assert find(1, forward=False) == (1, True)


def test_what_is_not_there(recording, find):
    recording.receive(b"pear")
    assert find(0) == (None, True)


def test_what_is_cleared_away_is_not_found(recording, find):
    recording.receive(b"apple", b"pear", b"apple")
    assert find(2, first=1) == (2, True)
    assert find(-1, first=1, forward=False) == (2, False)


def test_across_many_steps(recording, find, monkeypatch):
    monkeypatch.setattr(log_find_thread, "_STEP", 7)
    monkeypatch.setattr(log_find_thread, "_TELL_INTERVAL", 0)
    recording.receive(*(b"apple" if number % 50 == 49 else b"pear" for number in range(200)))
    assert [find(start)[0] for start in (0, 49, 99, 149)] == [49, 99, 149, 199]
    assert [find(start, forward=False)[0] for start in (199, 149, 99)] == [149, 99, 49]


def test_progress_is_told(recording, thread, qtbot, monkeypatch):
    monkeypatch.setattr(log_find_thread, "_STEP", 10)
    monkeypatch.setattr(log_find_thread, "_TELL_INTERVAL", 0)
    recording.receive(*(b"pear",) * 100)
    told = []
    thread.progressed.connect(lambda generation, share: told.append(share))
    with qtbot.waitSignal(thread.found):
        thread.look(FindRequest(1, APPLE, -1, True, 0, recording.count))
    qtbot.waitUntil(lambda: len(told) == 10)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_search_can_be_given_up_also_within_an_expression(recording, thread, qtbot, find):
    recording.receive(b"a" * 60 + b"b", b"apple")
    endless = Filter(patterns=(Pattern(PatternForm.REGEX, "(a+)+$"),))
    thread.look(FindRequest(1000, endless, -1, True, 0, 2))
    thread.give_up()
    assert find(-1) == (1, False)


def test_a_journal_that_cannot_be_opened_is_reported(qapp, tmp_path, qtbot):
    thread = LogFindThread(tmp_path / "nowhere")
    with qtbot.waitSignal(thread.failed) as failed:
        thread.look(FindRequest(1, APPLE, -1, True, 0, 1))
    assert failed.args[0] == 1
    thread.stop()
