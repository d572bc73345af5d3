import pytest

from socket_workbench.gui.log.filtering import Filtering
from socket_workbench.gui.log.model import LogModel
from socket_workbench.journal.search.query import Filter


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(b"apple", b"pear", b"apple pie")
    return LogModel(reader)


@pytest.fixture
def log_filter(model, recording):
    log_filter = Filtering(recording.path, model)
    yield log_filter
    log_filter.close()


def numbers(model):
    return [model.number_at(position) for position in range(model.rowCount())]


def test_the_model_shows_what_the_filter_finds(model, log_filter, qtbot):
    log_filter.apply(Filter(text="apple"))
    assert log_filter.is_searching
    qtbot.waitUntil(lambda: not log_filter.is_searching)
    assert numbers(model) == [0, 2]


def test_rows_that_arrive_are_filtered_too(model, log_filter, recording, qtbot):
    log_filter.apply(Filter(text="apple"))
    qtbot.waitUntil(lambda: not log_filter.is_searching)
    count = recording.receive(b"plum", b"apple")
    model.grow(count)
    log_filter.grow(count)
    qtbot.waitUntil(lambda: numbers(model) == [0, 2, 4])


def test_without_a_filter_everything_is_shown(model, log_filter, qtbot):
    log_filter.apply(Filter(text="apple"))
    log_filter.apply(None)
    assert not log_filter.is_searching
    assert numbers(model) == [0, 1, 2]


def test_the_newest_filter_wins(model, log_filter, qtbot):
    for text in ("apple", "pie", "pear"):
        log_filter.apply(Filter(text=text))
    qtbot.waitUntil(lambda: not log_filter.is_searching)
    assert numbers(model) == [1]


def test_cleared_rows_are_not_searched_until_clearing_is_undone(
    model, log_filter, recording, qtbot
):
    log_filter.apply(Filter(text="apple"))
    model.clear()
    log_filter.run_again()
    qtbot.waitUntil(lambda: not log_filter.is_searching)
    assert numbers(model) == []
    model.undo_clear()
    log_filter.run_again()
    qtbot.waitUntil(lambda: not log_filter.is_searching)
    assert numbers(model) == [0, 2]


def test_running_again_without_a_filter_does_nothing(model, log_filter):
    log_filter.run_again()
    assert not model.is_filtered


def test_a_failure_is_told_and_ends_the_search(model, tmp_path, qtbot):
    log_filter = Filtering(tmp_path / "nowhere", model)
    with qtbot.waitSignal(log_filter.failed) as failed:
        log_filter.apply(Filter(text="x"))
    assert failed.args[0].endswith(".")
    assert not log_filter.is_searching
    log_filter.close()
