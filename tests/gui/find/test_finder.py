import pytest

from socket_workbench.gui.find.finder import LogFind
from socket_workbench.gui.log.model import LogModel
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern, PatternForm

APPLE = Pattern(PatternForm.TEXT, "apple")


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(b"apple", b"pear", b"apple pie")
    return LogModel(reader)


@pytest.fixture
def find(model, recording):
    find = LogFind(recording.path, model)
    yield find
    find.close()


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
    endless = Pattern(PatternForm.REGEX, "(p+)+$")
    with qtbot.assertNotEmitted(find.found):
        find.look(endless, Filter(), -1, forward=True)
        find.cancel()
    assert not find.is_looking


def test_a_journal_that_cannot_be_read_is_told(model, tmp_path, qtbot):
    find = LogFind(tmp_path / "nowhere", model)
    with qtbot.waitSignal(find.failed):
        find.look(APPLE, Filter(), -1, forward=True)
    assert not find.is_looking
    find.close()
