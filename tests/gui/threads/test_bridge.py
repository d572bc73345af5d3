import threading

from PySide6.QtCore import QTimer

from socket_workbench.dialogues.commands import Ask, Finished, ScriptUpdate, Show
from socket_workbench.engine.backlog import MOST_WAITING
from socket_workbench.gui.threads import bridge as bridge_module
from socket_workbench.gui.threads import turns as turns_module
from socket_workbench.gui.threads.bridge import Bridge
from socket_workbench.gui.threads.turns import AT_ONCE, Turns


def test_many_changes_are_told_once_and_in_the_windows_thread(qtbot):
    bridge, told = Bridge(), []
    bridge.changed.connect(lambda: told.append(threading.get_ident()))

    def notify_often():
        for _ in range(1000):
            bridge.notify()

    worker = threading.Thread(target=notify_often)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: told != [])
    assert told == [threading.get_ident()]
    bridge.notify()
    qtbot.waitUntil(lambda: len(told) == 2)


def test_a_change_while_the_window_looks_is_told_again(qtbot):
    bridge = Bridge()
    looks: list[int] = []

    def look():
        looks.append(len(looks))
        if len(looks) == 1:
            worker = threading.Thread(target=bridge.notify)
            worker.start()
            worker.join()

    bridge.changed.connect(look)
    bridge.notify()
    qtbot.waitUntil(lambda: looks == [0, 1])


def test_where_many_have_news_at_once_the_event_loop_runs_between_them(qtbot, monkeypatch):
    now = 0.0
    monkeypatch.setattr(turns_module, "monotonic", lambda: now)
    turns = Turns()
    rounds, seen = 0, list[int]()
    clock = QTimer(interval=0)

    def count():
        nonlocal rounds
        rounds += 1

    def look():
        nonlocal now
        now += AT_ONCE
        seen.append(rounds)

    clock.timeout.connect(count)
    clock.start()
    bridges = [Bridge(turns=turns) for _ in range(10)]
    for bridge in bridges:
        bridge.changed.connect(look)
        bridge.notify()
    qtbot.waitUntil(lambda: len(seen) == 10)
    clock.stop()

    assert len(set(seen)) == 10


def test_a_flood_of_updates_is_bounded_and_leaves_the_window_time(qtbot, monkeypatch):
    monkeypatch.setattr(bridge_module, "AT_ONCE", 0)
    bridge, most, seen = Bridge(), 0, 0
    ticks: list[int] = []
    clock = QTimer(interval=0)
    clock.timeout.connect(lambda: ticks.append(seen))

    def look(update):
        nonlocal most, seen
        seen += 1
        most = max(most, len(bridge._updates))

    bridge.updated.connect(look)
    changes: list[int] = []
    bridge.changed.connect(lambda: changes.append(seen))
    update = Show(b"x" * (MOST_WAITING // 10))

    def flood():
        for _ in range(200):
            bridge.pass_on(update)

    worker = threading.Thread(target=flood)
    clock.start()
    worker.start()
    qtbot.waitUntil(lambda: seen == 200)
    worker.join()
    clock.stop()

    assert most <= 10
    assert len(set(ticks)) > 20
    # States are shown meanwhile, too.
    assert changes[0] < 100


def test_every_update_arrives_in_order_before_the_change(qtbot):
    bridge = Bridge()
    told: list[ScriptUpdate | str] = []
    bridge.updated.connect(told.append)
    bridge.changed.connect(lambda: told.append("changed"))
    updates: list[ScriptUpdate] = [Ask("one"), Ask("two"), Finished(passed=True)]

    def pass_all_on():
        for update in updates:
            bridge.pass_on(update)

    worker = threading.Thread(target=pass_all_on)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: "changed" in told)
    assert told == [*updates, "changed"]
