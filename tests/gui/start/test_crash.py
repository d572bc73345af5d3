import gc
import sys
import threading

import pytest

from socket_workbench.gui.start.crash import MOST_KINDS, CrashReport, Faults
from socket_workbench.user_folders import log_file


@pytest.fixture
def crash(qtbot):
    crash = CrashReport()
    crash.install()
    yield crash
    crash.remove()


def fail():
    raise RuntimeError("a mistake in the program")


def report_to(faults, function, *arguments):
    with pytest.raises(Exception) as caught:
        function(*arguments)
    return faults.add(caught.value)


def test_a_fault_is_in_the_report_and_in_the_log(crash):
    report_to(crash.faults, fail)
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert crash.faults.count == 2
    report = crash.faults.report()
    assert report.startswith("Socket Workbench\nVersion: ")
    assert "2 x\nTraceback" in report
    assert report.count("RuntimeError: a mistake in the program") == 1
    assert "in fail" in report


@pytest.mark.parametrize("where", ["thread", "finalizer", "slot", "virtual method", "worker"])
def test_whatever_fails_is_told(crash, qtbot, session, where):
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    class Failing(QObject):
        def event(self, event):
            if event.type() == QEvent.Type.User:
                fail()
            return super().event(event)

    class Collected:
        def __del__(self):
            fail()

    def thread():
        started = threading.Thread(target=fail)
        started.start()
        started.join()

    failing = Failing()
    {
        "thread": thread,
        "finalizer": lambda: (Collected(), gc.collect()),
        "slot": lambda: QTimer.singleShot(0, fail),
        "virtual method": lambda: QApplication.postEvent(failing, QEvent(QEvent.Type.User)),
        "worker": lambda: session.threads.start("failing", fail),
    }[where]()
    qtbot.waitUntil(lambda: crash.faults.count == 1)
    assert "in fail" in crash.faults.report()
    assert log_file().read_text().count("failed, 1 x\nTraceback") == 1


def test_a_fault_that_comes_again_and_again_is_told_once_and_counted(crash):
    told = []
    crash.added.connect(lambda: told.append(True))
    faults = 1234
    for _ in range(faults):
        try:
            fail()
        except RuntimeError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    assert crash.faults.count == faults
    assert told == [True]
    logged = [line for line in log_file().read_text().splitlines() if " ERROR " in line]
    assert [line.rpartition("failed, ")[2] for line in logged] == ["1 x", "10 x", "100 x", "1000 x"]
    crash.taken()
    sys.excepthook(RuntimeError, RuntimeError(), None)
    assert told == [True, True]


def test_very_many_faults_are_counted_and_the_first_are_kept():
    faults = Faults()
    for number in range(3 * MOST_KINDS):
        namespace: dict[str, object] = {}
        exec(compile("\n" * number + "def other(): return 1 / 0", "many.py", "exec"), namespace)
        report_to(faults, namespace["other"])
    assert (faults.count, faults.kinds) == (3 * MOST_KINDS, MOST_KINDS)
    assert len(faults.report()) < 20_000


def test_an_interruption_is_no_fault(crash, monkeypatch):
    passed = []
    crash.remove()
    monkeypatch.setattr(sys, "excepthook", lambda *words: passed.append(words[0]))
    other = CrashReport()
    other.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    other.remove()
    assert (passed, other.faults.count) == ([KeyboardInterrupt], 0)


def test_installing_is_undone_by_removing(qtbot):
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    crash = CrashReport()
    crash.install()
    assert sys.excepthook == crash.report
    crash.remove()
    assert (sys.excepthook, sys.unraisablehook, threading.excepthook) == before
