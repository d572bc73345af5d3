"""The fixtures that every test stands on can fail, and fail only when they should."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

INI = """
[pytest]
qt_api = pyside6
qt_log_level_fail = WARNING
qt_log_ignore = known to be harmless
filterwarnings = error
"""

LEAKING = """
import socket, tempfile, threading, time
import pytest
from PySide6.QtCore import QThread, qWarning

kept = []

def test_leaves_a_thread():
    thread = threading.Thread(target=time.sleep, args=(600,), name="forgotten", daemon=True)
    thread.start()

def test_leaves_a_qt_thread(qapp):
    thread = QThread(objectName="forgotten-loop")
    thread.start()
    kept.append(thread)

def test_leaves_a_qt_thread_that_runs_python(qapp):
    class Waiting(QThread):
        def run(self):
            kept.append(threading.current_thread())
            running.set()
            stop.wait()

    running, stop = threading.Event(), threading.Event()
    thread = Waiting(objectName="forgotten-run")
    thread.start()
    running.wait()
    kept.extend([thread, stop])

def test_leaves_a_socket():
    kept.append(socket.create_server(("127.0.0.1", 0)))

def test_leaves_a_temporary_file():
    tempfile.mkstemp(suffix=".forgotten")

@pytest.fixture
def warns_at_its_end():
    yield
    qWarning("too late")

def test_warns_after_its_end(warns_at_its_end):
    pass

def test_warns_without_qtbot():
    qWarning("in the middle")
"""

CLEAN = """
import locale, os, socket, tempfile, threading
from pathlib import Path
import pytest
from PySide6.QtCore import QSettings, QThread, qWarning
from socket_workbench import language

def test_ends_what_it_starts(qapp):
    left, right = socket.socketpair()
    thread = threading.Thread(target=left.recv, args=(1,))
    thread.start()
    right.send(b"x")
    thread.join()
    loop = QThread()
    loop.start()
    loop.quit()
    loop.wait()
    left.close()
    right.close()
    with tempfile.NamedTemporaryFile():
        pass

def test_a_thread_may_still_be_ending():
    threading.Timer(0.3, int).start()

@pytest.mark.parametrize("turn", [1, 2])
def test_settings_are_empty(turn):
    settings = QSettings("Socket Workbench", "test")
    assert settings.value("turn") is None
    settings.setValue("turn", turn)
    settings.sync()
    assert Path(settings.fileName()).is_relative_to(Path.home())

@pytest.mark.parametrize("turn", [1, 2])
def test_home_is_empty(turn, own_home):
    assert Path.home() == own_home
    assert not (Path.home() / "kept").exists()
    (Path.home() / "kept").touch()
    assert len(os.fsencode(tempfile.gettempdir())) < 64

def test_speaks_brackets(pseudo_language):
    assert language.tr("Stop") == "⟦Stop⟧"
    assert language.trn("{count} byte", "{count} bytes", 2) == "⟦2 bytes⟧"

def test_speaks_english_again():
    assert language.tr("Stop") == "Stop"

def test_says_what_is_harmless():
    qWarning("known to be harmless")
"""

FAILING = """
import socket
kept = []

def test_fails_and_leaves_a_socket():
    kept.append(socket.create_server(("127.0.0.1", 0)))
    raise AssertionError
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeconftest(
        Path(__file__).with_name("conftest.py").read_text("utf-8").replace(" = 10.0", " = 0.6")
    )
    pytester.makefile(".ini", pytest=INI)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "app"))
    return pytester


def test_what_is_left_behind_fails_the_test_that_left_it(project):
    project.makepyfile(LEAKING)

    result = project.runpytest_subprocess("-p", "no:faulthandler", "-rE")

    result.assert_outcomes(passed=6, errors=6, failed=1)
    result.stdout.fnmatch_lines_random(
        [
            "*left the thread 'forgotten'*",
            "*left the Qt thread 'forgotten-loop'*",
            "*left the thread 'Dummy-*",
            "*left the socket *127.0.0.1*LISTEN*",
            "*left temporary files: *.forgotten*",
            "*Qt warned: too late*",
            "*in the middle*",
        ]
    )


def test_a_clean_test_passes_in_an_empty_english_home(project):
    project.makepyfile(CLEAN)

    result = project.runpytest_subprocess()

    result.assert_outcomes(passed=9)


def test_a_failed_test_is_not_blamed_for_what_it_left(project):
    project.makepyfile(FAILING)

    result = project.runpytest_subprocess()

    result.assert_outcomes(failed=1)


LACKING = """
import signal

import pytest

def test_asks_for_what_is_not_there():
    signal.SIGHUP

def test_finds_that_the_program_does():
    exec(compile("import signal; signal.SIGHUP", "program.py", "exec"))

def test_fails_for_another_reason():
    signal.SIGNONE

@pytest.mark.needs("posix signals")
def test_says_what_it_needs():
    raise AssertionError
"""


def test_what_a_test_asks_for_in_vain_skips_it(pytester, monkeypatch):
    """Where the system lacks a name; that the program asks for it stays a failure."""
    source = Path(__file__).with_name("conftest.py").read_text("utf-8")
    lacking = '\nNEEDS["posix signals"] = (False, "there are no such signals")\ndel signal.SIGHUP\n'
    pytester.makeconftest(source + lacking)
    pytester.makefile(".ini", pytest=INI)
    pytester.makepyfile(LACKING)

    result = pytester.runpytest_subprocess("-rs")

    result.assert_outcomes(skipped=2, failed=2)
    result.stdout.fnmatch_lines(["*there are no such signals*"])
