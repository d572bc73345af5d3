import threading

from socket_workbench.engine.connections import turns
from socket_workbench.engine.connections.turns import taking_turns


def test_blocks_are_done_one_after_the_other():
    inside, most = [], []

    def take():
        with taking_turns():
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == [1] * 20


def test_nobody_waits_for_one_that_takes_for_ever(monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    inside, release = threading.Event(), threading.Event()

    def hang():
        with taking_turns():
            inside.set()
            release.wait(20)

    hanging = threading.Thread(target=hang)
    hanging.start()
    assert inside.wait(20)
    done = []
    with taking_turns():
        done.append("went ahead")
    release.set()
    hanging.join(20)
    with taking_turns():
        done.append("and the turn is free again")
    assert len(done) == 2
