"""The whole program as a process, on the offscreen platform."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import socket_workbench
from socket_workbench.gui.session.settings import Settings
from socket_workbench.resources import resource_folder
from socket_workbench.user_folders import instance_file, log_file


@pytest.fixture
def start():
    running = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "socket_workbench", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def connect(port):
    for _ in range(400):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            # The program is still starting; there is nothing to wait on from outside.
            select_nothing(0.05)
    raise AssertionError("the window did not start its server")


def select_nothing(seconds):
    import select

    select.select([], [], [], seconds)


def end(process, number=signal.SIGTERM):
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    said = [line for line in errors.splitlines() if "plugin does not support" not in line]
    assert said == []
    return process.returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_window_opens_with_a_server_and_ends_on_a_signal(start, number, free_port):
    port = free_port()
    process = start("--serve", f"tcp://127.0.0.1:{port}", "--dialogue", "welcome")
    with connect(port) as peer:
        assert peer.recv(100) == b"Welcome!"
        assert end(process, number) == 0
        assert peer.recv(100) == b""


def test_a_window_that_began_with_a_mistake_ends_in_order(start, free_port):
    port = free_port()
    process = start("--scenario", "there-is-none", "--serve", f"tcp://127.0.0.1:{port}")
    connect(port).close()
    assert end(process) == 0


def test_the_window_opens_with_a_client(start):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(40)
        process = start("--connect", f"127.0.0.1:{listener.getsockname()[1]}")
        peer, _ = listener.accept()
        with peer:
            assert end(process) == 0
            assert peer.recv(1) == b""


def test_the_window_runs_a_scenario_file_and_two_windows_do_not_disturb_each_other(start, tmp_path):
    with scenario_that_connects(tmp_path, "mine.toml") as (path, listener):
        processes = [start("--scenario", str(path), "--run", "--new-window") for _ in range(2)]
        assert [heard_by(listener) for _ in processes] == [b"here I am"] * 2
    assert [end(process) for process in processes] == [0, 0]


@contextmanager
def scenario_that_connects(folder, name="mine.scenario.toml"):
    """A scenario file whose client connects to the listener that comes with it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(40)
        path = folder / name
        path.write_text(
            'format = 1\ntitle = "Mine"\n[[clients]]\n'
            f'endpoint = "tcp://127.0.0.1:{listener.getsockname()[1]}"\n'
            'steps = [{ send = "here I am" }]\n'
        )
        yield path, listener


def heard_by(listener):
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(40)
        return peer.recv(100)


def is_there(process, file):
    """Wait until a process that starts has made a file."""
    while not file.exists():
        assert process.poll() is None
        select_nothing(0.05)


def test_a_second_start_opens_its_files_in_the_window_that_is_open(
    start, sessions_folder, tmp_path, monkeypatch
):
    first = start()
    is_there(first, instance_file())
    (path,) = sessions_folder.glob("*.swb")
    monkeypatch.chdir(tmp_path)
    with scenario_that_connects(tmp_path, "Käfer 日本.scenario.toml") as (scenario, listener):
        second = start("--scenario", scenario.name, "--run")
        _, said = second.communicate(timeout=40)
        assert (second.returncode, said) == (
            0,
            "Shown in the window that was open; --new-window opens another one.\n",
        )
        assert heard_by(listener) == b"here I am"
        assert list(sessions_folder.glob("*.swb")) == [path]
    assert end(first) == 0
    assert not instance_file().exists()


def test_a_window_that_hangs_or_was_killed_is_not_in_the_way(start, tmp_path, monkeypatch):
    first = start()
    is_there(first, instance_file())
    first.send_signal(signal.SIGSTOP)
    with scenario_that_connects(tmp_path) as (scenario, listener):
        second = start("--scenario", str(scenario), "--run")
        assert heard_by(listener) == b"here I am"
        assert end(second) == 0
        first.kill()
        first.wait()
        assert instance_file().exists()
        third = start("--scenario", str(scenario), "--run")
        assert heard_by(listener) == b"here I am"
        assert end(third) == 0
    assert not instance_file().exists()


@pytest.fixture
def sessions_folder(own_home):
    return own_home / "data" / "socket-workbench" / "sessions"


def record(folder, port):
    """Talk to a window's server, and wait until that is in its session."""
    from contextlib import closing

    from socket_workbench.journal.reader import Reader

    with connect(port) as peer:
        assert peer.recv(100) == b"Welcome!"
        (path,) = folder.glob("*.swb")
        with closing(Reader(path)) as reader:
            while reader.count() < 3:
                select_nothing(0.01)
    return path


def test_a_session_is_kept_on_a_clean_end_and_an_empty_one_is_not(
    start, sessions_folder, free_port
):
    port = free_port()
    process = start("--serve", f"tcp://127.0.0.1:{port}", "--dialogue", "welcome")
    path = record(sessions_folder, port)
    assert end(process) == 0
    assert list(sessions_folder.iterdir()) == [path]


def test_a_file_alone_is_opened(start, sessions_folder, tmp_path, free_port):
    port = free_port()
    first = start("--serve", f"tcp://127.0.0.1:{port}", "--dialogue", "welcome")
    path = record(sessions_folder, port)
    assert end(first) == 0
    # Its window takes a claim on an unsaved session as long as it is open.
    second = start(str(path), "--serve", f"tcp://127.0.0.1:{free_port()}")
    lock = path.with_name(f"{path.name}.lock")
    while not lock.exists():
        assert second.poll() is None
        select_nothing(0.02)
    assert end(second) == 0
    assert not lock.exists()
    assert path.exists()


def test_two_windows_at_once_leave_each_other_alone(start, sessions_folder, own_home, free_port):
    ports = [free_port(), free_port()]
    processes = []
    for port in ports:
        processes.append(start("--serve", f"tcp://127.0.0.1:{port}", "--dialogue", "welcome"))
        connect(port).close()
    assert len(list(sessions_folder.glob("*.swb"))) == 2
    assert end(processes[0]) == 0
    assert processes[1].poll() is None
    connect(ports[1]).close()
    assert end(processes[1]) == 0
    assert len(list(sessions_folder.glob("*.swb"))) == 2


def test_panes_are_kept_from_the_first_moment_and_a_killed_window_leaves_its_place(start, own_home):
    folder = own_home / "data" / "socket-workbench" / "windows"
    for _ in range(2):
        (folder / "1.ini").unlink(missing_ok=True)
        process = start()
        # While Qt writes it, it has a lock beside it, which would be left.
        while not (folder / "1.ini").exists() or (folder / "1.ini.lock").exists():
            assert process.poll() is None
            select_nothing(0.05)
        assert "[panes]" in (folder / "1.ini").read_text()
        process.kill()
        process.wait()
    assert sorted(path.name for path in folder.iterdir()) == ["1.ini", "1.lock", "window-1.lock"]


LOOK = """
import sys
sys.prefix = sys.argv[1]
from socket_workbench.gui.start.quick_import import import_pyside
import_pyside()
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from socket_workbench.gui.start import application, beginning
beginning.SLOW = 0
from socket_workbench.gui.widgets.notice import Notice
go_on = application._go_on
def look(window, *rest):
    def tell():
        if not window.sessions._has_offered:
            return
        timer.stop()
        told = " | ".join(each.text() for each in window.findChildren(Notice) if each.text())
        splash = Qt.WindowType.SplashScreen
        shown = [each for each in QApplication.topLevelWidgets() if each.windowType() == splash]
        assert len(shown) == 1 and not shown[0].isVisible()
        print(len(window.board.panes()), window.board.coming, told, flush=True)
        window.close()
    go_on(window, *rest)
    timer = QTimer(window, interval=20)
    timer.timeout.connect(tell)
    timer.start()
application._go_on = look
from socket_workbench.__main__ import main
raise SystemExit(main(sys.argv[2:]))
"""


@pytest.fixture
def environment_folder(tmp_path):
    """The folder of the program and its environment, with a name that is no ASCII."""
    folder = tmp_path / "Grün 日本 plain"
    folder.mkdir()
    (folder / "app").symlink_to(Path(socket_workbench.__file__).parents[1])
    (folder / "resources").symlink_to(resource_folder("styles").parent)
    return folder


@pytest.fixture
def look(environment_folder):
    """Starts the window, which prints its panes and its notices, and closes itself."""

    def look(*words):
        done = subprocess.run(
            [sys.executable, "-c", LOOK, str(environment_folder), *words],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(environment_folder / "app"), *sys.path]),
                # The encoding of names of files must not depend on it.
                "LC_ALL": "C",
            },
            check=True,
        )
        panes, coming, notice = done.stdout.rstrip("\n").split(" ", 2)
        return int(panes), int(coming), notice

    return look


def content_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_safe_mode_restores_nothing_and_keeps_nothing(look, own_home):
    kept = Settings(own_home / "data" / "socket-workbench" / "windows" / "1.ini")
    kept.set_table("panes/all", {"servers": [], "clients": [{"address": "tcp://127.0.0.1:15001"}]})
    kept.save()
    shared = Settings()
    shared.set("looks/scheme", "dark")
    shared.save()
    before = content_of(own_home)
    panes, coming, notice = look("--safe-mode")
    assert (panes, coming) == (0, 0)
    assert notice.startswith("Safe mode")
    assert {
        path: content
        for path, content in content_of(own_home).items()
        if not path.is_relative_to(log_file().parent)
    } == before


def test_in_portable_mode_nothing_is_written_elsewhere(look, environment_folder, own_home):
    assert look("--portable")[2] == ""
    data = environment_folder / "socket-workbench-data"
    assert data / "windows" / "1.ini" in content_of(data)
    assert content_of(own_home) == {}


def test_a_crash_is_told_at_the_next_start_and_is_in_the_log(start, look, own_home):
    process = start()
    while not (own_home / "data" / "socket-workbench" / "windows" / "1.ini").exists():
        assert process.poll() is None
        select_nothing(0.05)
    assert end(process, signal.SIGSEGV) == -signal.SIGSEGV
    assert "The program crashed when it was used before." in look()[2]
    log = log_file().read_text()
    assert "an earlier process crashed\nFatal Python error: Segmentation fault" in log
    assert 'application.py", line ' in log
    assert str(Path.cwd()) not in log
    assert [path.name for path in log_file().parent.iterdir()] == [log_file().name]
    assert "crashed" not in look()[2]


def test_where_nothing_can_be_kept_the_window_opens_and_says_so(look, own_home):
    for name in ("data", "config", "state"):
        (own_home / name).touch()
    assert "This session is lost when the window is closed" in look()[2]


PAINTED = """
import builtins, os, sys
from PySide6 import QtCore, QtWidgets
def tell():
    own = [name for name in sys.modules if name.startswith("socket_workbench.")]
    looks_into_sources = builtins.__import__ is builtins.__feature_import__
    # The members of a module of PySide6 are made when they are first needed.
    makes_all_widgets = "QWizard" in vars(QtWidgets)
    # This one has enums with 600 members.
    makes_style = "QStyle" in vars(QtWidgets)
    print(len(own), looks_into_sources, makes_all_widgets, makes_style, flush=True)
    os._exit(0)
class Window(QtWidgets.QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QtCore.QTimer.singleShot(0, tell)
"""

START = f"""
from socket_workbench.gui.start import compatibility
look = compatibility.obstacle_to_window
def look_and_derive():
    obstacle = look()
    exec({PAINTED!r}, globals())
    QtWidgets.QMainWindow = Window
    return obstacle
compatibility.obstacle_to_window = look_and_derive
from socket_workbench.__main__ import main
main([])
"""

MOST_MODULES = 185
"""Own modules that may be imported before the window is painted for the first time."""


def most_bringing(import_times):
    """Return the lines of what brings most modules of ours with it, from `-X importtime`.

    A module comes after those that it has brought, which are indented more.
    """
    brought = {}
    below: list[tuple[int, int]] = []
    for line in import_times.splitlines():
        name = line.rpartition("|")[2]
        if not name.strip().startswith("socket_workbench"):
            continue
        depth = len(name) - len(name.lstrip())
        inner = [(other, count) for other, count in below if other > depth]
        below = [(other, count) for other, count in below if other <= depth]
        brought[name.strip()] = 1 + sum(count for _, count in inner)
        below.append((depth, brought[name.strip()]))
    first = sorted(brought, key=brought.__getitem__, reverse=True)[:25]
    return [f"{brought[name]:4} {name}" for name in first]


def test_few_modules_are_imported_before_the_first_paint():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", START],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    count, looks_into_sources, makes_all_widgets, makes_style = done.stdout.split()

    # What PySide6 does with every import otherwise takes a quarter of the time of all of them.
    assert looks_into_sources == "False"
    assert makes_all_widgets == "False"
    assert makes_style == "False"
    newcomers = "\n".join(most_bringing(done.stderr))
    assert int(count) <= MOST_MODULES, f"{count} modules, these with what they bring:\n{newcomers}"
