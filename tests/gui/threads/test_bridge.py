import threading

from socket_workbench.dialogues.commands import Ask, Finished
from socket_workbench.gui.threads.bridge import Bridge


def test_many_changes_are_told_once_and_in_the_windows_thread(qtbot):
    bridge, told = Bridge(), []
    bridge.changed.connect(lambda: told.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: [bridge.notify() for _ in range(1000)])
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: told != [])
    assert told == [threading.get_ident()]
    bridge.notify()
    qtbot.waitUntil(lambda: len(told) == 2)


def test_every_direction_arrives_in_order_before_the_change(qtbot):
    bridge, told = Bridge(), []
    bridge.updated.connect(told.append)
    bridge.changed.connect(lambda: told.append("changed"))
    updates = [Ask("one"), Ask("two"), Finished(passed=True)]
    worker = threading.Thread(target=lambda: [bridge.pass_on(each) for each in updates])
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: "changed" in told)
    assert told == [*updates, "changed"]
