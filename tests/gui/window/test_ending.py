import threading

from PySide6.QtCore import QTimer

from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.gui.session import socket_states
from socket_workbench.gui.threads.job import Job, running_jobs
from socket_workbench.gui.window import ending
from socket_workbench.gui.window.ending import Ending
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport


def test_it_ends_at_once_when_nothing_runs(qtbot, session):
    watch = Ending(session)
    with qtbot.waitSignal(watch.ended) as ended:
        watch.begin()
    assert ended.args == [[]]


def test_it_waits_for_threads_that_end(qtbot, session):
    watch, go_on = Ending(session), threading.Event()
    session.threads.start("slow", go_on.wait)
    told: list[list[str]] = []
    watch.ended.connect(told.append)
    watch.begin()
    qtbot.wait(60)
    assert told == []
    go_on.set()
    qtbot.waitUntil(lambda: told == [[]])


def test_it_names_threads_that_do_not_end_in_time(qtbot, session, monkeypatch):
    monkeypatch.setattr(ending, "PATIENCE", 50)
    watch, go_on = Ending(session), threading.Event()
    session.threads.start("stuck", go_on.wait)
    Job("read a dead disk", lambda token: go_on.wait(), session).start()
    with qtbot.waitSignal(watch.ended) as ended:
        watch.begin()
    assert ended.args == [["stuck", "read a dead disk"]]
    go_on.set()
    qtbot.waitUntil(lambda: running_jobs() == [])


def test_time_in_which_the_event_loop_stands_still_does_not_count(qtbot, session, monkeypatch):
    monkeypatch.setattr(ending, "PATIENCE", 200)
    watch, go_on = Ending(session), threading.Event()
    session.threads.start("slow", go_on.wait)
    with qtbot.waitSignal(watch.ended) as ended:
        watch.begin()
        QTimer.singleShot(0, go_on.set)  # comes after the first look
        go_on.wait(2 * ending.PATIENCE / 1000)
    assert ended.args == [[]]


def test_it_does_not_wait_for_the_next_look_at_sockets(qtbot, session, monkeypatch):
    monkeypatch.setattr(socket_states, "_KEPT", 1000.0)

    server = ServerSettings("Server 1", Endpoint(Transport.TCP, "127.0.0.1"))
    session.sockets.add(Server(server, session.journal, session.threads))
    with qtbot.waitSignal(session.sockets.looked):
        session.sockets._on_ticker_ticked()
    assert running_jobs() == ["look at sockets"]
    watch = Ending(session)

    with qtbot.waitSignal(watch.ended) as ended:
        watch.begin()

    assert ended.args == [[]]
