import pytest

from socket_workbench.gui.threads.pace import CREDIT, MOST_REST, SHARE, Pace


class Clock:
    """The time that a pace sees; passes only when it is told to."""

    def __init__(self):
        self.now = 100.0

    def sleep(self, seconds):
        self.now += seconds

    def rest(self, pace):
        """Let the time pass for which a pace rests; returns the seconds."""
        seconds = pace._resting.interval() / 1000
        self.sleep(seconds)
        pace._resting.start(0)
        return seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("socket_workbench.gui.threads.pace.monotonic", lambda: clock.now)
    return clock


def test_the_first_look_is_taken_at_once(qapp):
    pace, looks = Pace(), []
    pace.due.connect(lambda: looks.append("look"))
    pace.ask()
    assert len(looks) == 1


def test_many_wishes_in_a_row_are_one_look_later(qtbot):
    pace, looks = Pace(), []
    pace.due.connect(lambda: looks.append("look"))
    for _ in range(100):
        pace.ask()
    assert len(looks) == 1
    qtbot.waitUntil(lambda: len(looks) == 2)
    for _ in range(20):
        qtbot.wait(5)
    assert len(looks) == 2


def test_a_wish_from_within_a_look_is_not_lost(qtbot):
    pace, looks = Pace(), []

    def look():
        looks.append("look")
        if len(looks) < 3:
            pace.ask()

    pace.due.connect(look)
    pace.ask()
    qtbot.waitUntil(lambda: len(looks) == 3)


@pytest.mark.parametrize("cost", [0.002, 0.03, 0.049])
def test_looking_takes_no_more_than_its_share(qtbot, clock, cost):
    pace, looks = Pace(), []

    def look():
        looks.append(clock.now)
        clock.sleep(cost)
        pace.ask()

    pace.due.connect(look)
    pace.ask()
    for _ in range(5):
        qtbot.waitUntil(pace._resting.isActive)
        before = len(looks)
        clock.rest(pace)
        qtbot.waitUntil(lambda before=before: len(looks) > before)
    pace.due.disconnect()
    spent = cost * (len(looks) - 1)
    assert looks[-1] - looks[0] >= (spent - CREDIT) / SHARE
    assert spent > CREDIT


def test_what_is_too_dear_is_still_done(qtbot, clock):
    pace, looks = Pace(), []

    def look():
        looks.append("look")
        clock.sleep(60)
        pace.ask()

    pace.due.connect(look)
    pace.ask()
    for count in range(1, 4):
        qtbot.waitUntil(lambda count=count: len(looks) == count and pace._resting.isActive())
        assert clock.rest(pace) == pytest.approx(MOST_REST, abs=0.002)
    pace.due.disconnect()
