import pytest

from socket_workbench.gui.threads.portions import FIRST, Portions


@pytest.fixture
def portions(qtbot):
    return Portions()


def work(done, count, name=""):
    for number in range(count):
        done.append(f"{name}{number}")
        yield


def test_little_is_done_at_once(portions):
    done: list[str] = []
    portions.add(work(done, 3, "a"))
    portions.add(work(done, FIRST - 4, "b"))

    assert len(done) == FIRST - 1
    assert not portions.is_busy


def test_of_much_the_rest_is_done_later_and_in_order(portions, until):
    done: list[str] = []
    portions.add(work(done, FIRST * 2, "a"))
    portions.add(work(done, 2, "b"))
    assert len(done) == FIRST
    assert portions.is_busy
    until(lambda: not portions.is_busy)
    assert done[-3:] == [f"a{FIRST * 2 - 1}", "b0", "b1"]
    assert len(done) == FIRST * 2 + 2


def test_other_events_come_between_two_pieces(portions, until, qtbot):
    done: list[str] = []
    portions.add(work(done, FIRST * 3))
    with qtbot.waitSignal(portions._turn.timeout):
        pass
    assert len(done) < FIRST * 3
    until(lambda: not portions.is_busy)


def test_work_is_cancelled_alone_or_with_all_the_rest(portions, until):
    done: list[str] = []
    first, second = work(done, FIRST * 2, "a"), work(done, 2, "b")
    portions.add(first)
    portions.add(second)
    portions.cancel(first)
    until(lambda: not portions.is_busy)
    assert done[FIRST:] == ["b0", "b1"]

    portions.add(work(done, FIRST * 2, "c"))
    portions.drop()
    assert not portions.is_busy
    portions.cancel(first)


def test_a_piece_may_add_work(portions):
    done: list[str] = []

    def outer():
        portions.add(work(done, 1, "inner"))
        done.append("outer")
        yield

    portions.add(outer())
    assert done == ["outer", "inner0"]
