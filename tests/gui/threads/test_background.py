import threading

from shiboken6 import delete

from socket_workbench.gui.threads.background import Background


def test_what_a_function_returns_is_told_in_the_window(qtbot):
    background = Background("work")
    told = []
    background.returned.connect(lambda found: told.append((found, threading.current_thread())))
    background.begin(lambda: threading.current_thread().name)

    qtbot.waitUntil(lambda: bool(told))
    assert told == [("work", threading.main_thread())]


def test_many_run_at_the_same_time(qtbot):
    background = Background("work")
    told = []
    background.returned.connect(told.append)
    together = threading.Barrier(10)
    for _ in range(10):
        background.begin(together.wait)

    qtbot.waitUntil(lambda: len(told) == 10)
    assert sorted(told) == list(range(10))


def test_it_may_go_before_they_end(qtbot):
    background = Background("work")
    go, ended = threading.Event(), threading.Event()
    background.begin(lambda: go.wait() and ended.set())
    delete(background)
    go.set()

    assert ended.wait(10)
