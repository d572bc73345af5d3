from time import monotonic, sleep

from socket_workbench.gui.threads.pace import CREDIT, SHARE, Pace


def test_the_first_look_is_taken_at_once(qapp):
    pace, looks = Pace(), []
    pace.due.connect(lambda: looks.append(monotonic()))
    pace.ask()
    assert len(looks) == 1


def test_many_wishes_in_a_row_are_one_look_later(qtbot):
    pace, looks = Pace(), []
    pace.due.connect(lambda: looks.append(monotonic()))
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
        looks.append(monotonic())
        if len(looks) < 3:
            pace.ask()

    pace.due.connect(look)
    pace.ask()
    qtbot.waitUntil(lambda: len(looks) == 3)


def test_looking_takes_no_more_than_its_share(qtbot):
    pace, looks, cost = Pace(), [], 0.03

    def look():
        looks.append(monotonic())
        sleep(cost)
        pace.ask()

    pace.due.connect(look)
    pace.ask()
    enough = int(CREDIT / cost) + 3
    qtbot.waitUntil(lambda: len(looks) == enough, timeout=20_000)
    pace.due.disconnect()
    assert looks[-1] - looks[0] >= (cost * (enough - 1) - CREDIT) / SHARE


def test_what_is_too_dear_is_still_done(qtbot, monkeypatch):
    monkeypatch.setattr("socket_workbench.gui.threads.pace.MOST_REST", 0.01)
    pace, looks = Pace(), []

    def look():
        looks.append(monotonic())
        sleep(0.2)
        pace.ask()

    pace.due.connect(look)
    pace.ask()
    qtbot.waitUntil(lambda: len(looks) == 4)
    pace.due.disconnect()
