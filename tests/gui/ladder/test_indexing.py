import pytest

from socket_workbench.gui.ladder.indexing import LadderIndexing


@pytest.fixture
def indexing(qtbot, recording):
    indexing = LadderIndexing(recording.path)
    yield indexing
    indexing.close()


def test_it_grows_with_the_session(indexing, converse, qtbot):
    with qtbot.waitSignal(indexing.extended):
        indexing.extend(converse(2))
    assert indexing.index.partners(0, 9) == [1]
    with qtbot.waitSignal(indexing.extended):
        indexing.extend(converse(1))
    assert indexing.index.count == 12
    assert indexing.index.partners(10, 9) == [11]


def test_a_session_that_cannot_be_read_is_said(tmp_path, qtbot):
    indexing = LadderIndexing(tmp_path / "missing.workbench")
    with qtbot.waitSignal(indexing.failed) as failed:
        indexing.extend(3)
    assert "missing.workbench" in failed.args[0]
