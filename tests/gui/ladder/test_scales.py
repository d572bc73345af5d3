import pytest

from socket_workbench.gui.ladder.scales import MOST_SEEN, EvenScale, TimeScale, fitting
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.search.row_set import RowSet

SLOT = 20.0


@pytest.fixture
def index(recording, converse, reader):
    index = LadderIndex()
    for _ in index.read(reader, converse(200), lambda: False):
        pass
    return index


def test_even_rows(log, index):
    log.grow(800)
    scale = EvenScale(log, 800, SLOT)
    assert scale.height == 800.5 * SLOT
    assert (scale.y(0), scale.y(10), scale.y(800)) == (10, 210, None)
    seen = scale.seen(1000, 1200)
    assert set(range(50, 61)) <= set(seen.numbers)
    assert not seen.is_sparse
    assert [scale.position_near(y) for y in (-5, 1010, 1e9)] == [0, 50, 799]


def test_rows_of_a_filter(log, index):
    log.grow(800)
    log.show_matches()
    log.add_matches(RowSet.of([5, 400, 799]))
    scale = EvenScale(log, 3, SLOT)
    assert (scale.y(400), scale.y(6), scale.near(6)) == (30, None, 30)
    time = TimeScale(log, 3, SLOT, index, 1e-6)
    assert time.y(400) == pytest.approx(SLOT + 395)
    assert time.seen(0, 1000).numbers == [5, 400, 799]
    assert time.position_near(300) == 1


def test_rows_to_scale_are_as_far_apart_as_in_time(log, index):
    log.grow(800)
    scale = TimeScale(log, 800, SLOT, index, 1e-6)
    # A row a millisecond.
    assert scale.near(10) - scale.near(0) == pytest.approx(10)
    assert scale.height == pytest.approx(799 + 2 * SLOT)
    assert set(range(100, 201)) <= set(scale.seen(SLOT + 100, SLOT + 200).numbers)
    assert scale.position_near(SLOT + 100.4) == 100


def test_of_very_many_rows_some_are_seen(log, index):
    log.grow(800)
    scale = TimeScale(log, 800, SLOT, index, 1e-9)
    seen = scale.seen(0, 600)
    assert seen.is_sparse
    assert seen.total == 800
    assert len(seen.numbers) <= MOST_SEEN


def test_what_fits(log, index):
    log.grow(800)
    pixels = fitting(log, 800, SLOT, index)
    height = TimeScale(log, 800, SLOT, index, pixels).height
    assert height == pytest.approx(400 * SLOT, rel=0.02)
    assert fitting(log, 0, SLOT, LadderIndex()) > 0
