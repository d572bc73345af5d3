"""Uses the frozen program once, in places where it is not at home, and says what worked.

    python packaging/frozen_check.py [PROGRAM]

PROGRAM is that of the folder that `freeze.py` has made. Without it that one is taken. It is run by
the Python of the checkout, whose program is what the frozen one is compared with.

Each step prints a line, and one that cannot be taken here says why. The exit code is 0 when no step
failed. With bubblewrap (`bwrap`) the program runs in a root that has the system's libraries, and
no program at all, in a folder whose name has a space and other letters than those of English, and
with homes that are read-only, full, or on another file system.
"""

import argparse
import contextlib
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import smoke
from screen import a_screen, click

ROOT = Path(__file__).parents[1]
ODD_FOLDER = "/opt/Netz Übung 練習"
LIBRARIES = (
    "/lib",
    "/lib64",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib64",
    "/usr/lib/locale",
    "/etc/fonts",
    "/usr/share/fonts",
)
SMALL_HOME = 65_536
"""Bytes of a home that is full at once; a session's file takes more."""

PATIENCE = 60.0
"""Seconds that a window has to open and connect, or to close."""

PICTURES = 20
"""How many pictures are taken until a plot has to be on one."""

SENDS_BETWEEN_PICTURES = 20
SECONDS_BETWEEN_SENDS = 0.1

COMMANDS = [file.stem for file in (smoke.APP / "socket_workbench/cli/commands").glob("[a-z]*.py")]

SCENARIO = """
format = 1
title = "Check"
summary = "Connects."

[[clients]]
name = "client"
endpoint = "tcp://127.0.0.1:{port}"
steps = [{{ send = "from the window" }}, {{ expect = "seen" }}]
"""

WATCHED = "import socket; socket.create_connection(('127.0.0.1', {port})).close()"


def offers_the_same(_: Path) -> None:
    """Compare lists and helps: all commands, options, dialogues and formats are found."""
    source = [sys.executable, "-m", "socket_workbench"]
    for words in (["list"], ["--help"], *([name, "--help"] for name in COMMANDS)):
        told = subprocess.run(
            [*source, *words], env=smoke.ENVIRONMENT, capture_output=True, check=True
        )
        assert smoke.command(*words) == told.stdout, words


def tells_its_versions(_: Path) -> None:
    """Load Qt, and tell its version."""
    told = smoke.command("--version").decode()
    assert "PySide6: 6." in told, told
    assert "Qt: 6." in told, told


def writes_every_format(folder: Path) -> None:
    """Export the session in each format."""
    for name in ("txt", "csv", "jsonl", "pcapng", "svg", "mermaid"):
        made = folder / f"session.{name}"
        smoke.command("export", str(folder / "recorded.swb"), "--to", name, "-o", str(made))
        assert made.stat().st_size > 0


def finds_in_its_process(folder: Path) -> None:
    """Find a regular expression, in a process of the frozen program."""
    frozen, executable = getattr(sys, "frozen", None), sys.executable
    # As PyInstaller's own start sets them.
    sys.frozen, sys.executable = True, smoke.PROGRAM[-1]  # type: ignore[attr-defined]
    shutil.copyfile(folder / "recorded.swb", folder / "saved.swb")
    try:
        smoke.finds(folder)
    finally:
        sys.frozen, sys.executable = frozen, executable  # type: ignore[attr-defined]


def watches_a_program(folder: Path) -> None:
    """Watch a program in a Python of the system, whose libraries are its own."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin") or executable_of_base()
    program = folder / "program.py"
    with socket.create_server(("127.0.0.1", 0)) as server:
        program.write_text(WATCHED.format(port=server.getsockname()[1]), "utf-8")
        told = smoke.command("watch", "--json", "--python", python, str(program)).decode()
    assert any(json.loads(line)["kind"] == "call" for line in told.splitlines()), told


def executable_of_base() -> str:
    """Return the Python from which the environment of this one was made."""
    return str(getattr(sys, "_base_executable", sys.executable))


def shows_a_window(folder: Path) -> None:
    """Open the window with a scenario that connects to this process, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as server, windows(folder, server) as window:
        server.settimeout(PATIENCE)
        peer, _ = server.accept()
        with peer:
            peer.settimeout(PATIENCE)
            assert peer.recv(100) == b"from the window"
            peer.sendall(b"seen")
        program_of(window).send_signal(signal.SIGTERM)
        said = window.communicate(timeout=PATIENCE)[1]
    assert window.returncode == 0, (window.returncode, said)
    assert b"Traceback" not in said, said


def program_of(started: subprocess.Popen[bytes]) -> psutil.Process:
    """Return the process of the program: the one that was started, or what bubblewrap runs."""
    process = psutil.Process(started.pid)
    return (process.children(recursive=True) or [process])[-1]


def draws_plots(folder: Path) -> None:
    """Show the page Counters on a screen: traffic is drawn, which needs the extra `plots`."""
    with socket.create_server(("127.0.0.1", 0)) as server, a_screen():
        place = counters(folder, "place", str(check_scenario(folder, server)))
        assert place.returncode == 0, place
        server.accept()[0].close()
        with windows(folder, server, "xcb") as window:
            server.settimeout(PATIENCE)
            peer, _ = server.accept()
            with peer:
                send_until_drawn(peer, place.stdout.decode().split(), folder / "plots.png")
            program_of(window).send_signal(signal.SIGTERM)
            said = window.communicate(timeout=PATIENCE)[1]
    assert window.returncode == 0, (window.returncode, said)
    assert b"Traceback" not in said, said


def send_until_drawn(peer: socket.socket, tab: list[str], picture: Path) -> None:
    """Send to the window, whose page is opened by a click, until a plot of it is on the screen."""
    peer.sendall(b"seen")
    for _ in range(PICTURES):
        click(*tab)
        for _ in range(SENDS_BETWEEN_PICTURES):
            peer.sendall(bytes(1000))
            time.sleep(SECONDS_BETWEEN_SENDS)
        if counters(picture.parent, "seen", str(picture)).returncode == 0:
            return
    raise AssertionError(f"no plot is on the screen, see {picture}")


def counters(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run `counters_on_screen.py` with the Python of the checkout, and a home of its own."""
    environment = {**smoke.ENVIRONMENT, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "counters_on_screen.py"), *words],
        env=environment,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def check_scenario(folder: Path, server: socket.socket) -> Path:
    """Write the scenario that connects to this server; return its file."""
    scenario = folder / "check.scenario.toml"
    scenario.write_text(SCENARIO.format(port=server.getsockname()[1]), "utf-8")
    return scenario


@contextlib.contextmanager
def windows(
    folder: Path, server: socket.socket, platform: str = "offscreen"
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a window with the scenario, on a platform of Qt; kill it if it is still there."""
    window = subprocess.Popen(
        [*smoke.PROGRAM, "--scenario", str(check_scenario(folder, server)), "--run"],
        env={**smoke.ENVIRONMENT, "QT_QPA_PLATFORM": platform},
        stderr=subprocess.PIPE,
    )
    try:
        yield window
    finally:
        if window.poll() is None:
            window.kill()
            window.communicate()


def lives_in_a_bare_root(folder: Path) -> None:
    """Take the steps in a root without programs, from a folder with an odd name."""
    with in_root(folder, ["--tmpfs", "/home/user"]):
        in_turn(folder, HERE)
        refuses_to_watch(folder)


def refuses_to_watch(folder: Path) -> None:
    """See that `watch` says that there is no Python."""
    done = subprocess.run(
        [*smoke.PROGRAM, "watch", str(folder / "program.py")],
        env=smoke.ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done
    assert b"There is no Python on PATH" in done.stderr, done.stderr


def lives_with_a_home_that_is_read_only(folder: Path) -> None:
    """Serve, run and show a window with a home in which nothing can be written."""
    with in_root(folder, ["--dir", "/home/user", "--remount-ro", "/"]):
        in_turn(folder, WITHOUT_A_HOME)


def lives_with_a_home_that_is_full(folder: Path) -> None:
    """The same with one that has no space."""
    with in_root(folder, ["--size", str(SMALL_HOME), "--tmpfs", "/home/user"]):
        in_turn(folder, WITHOUT_A_HOME)


@contextlib.contextmanager
def in_root(folder: Path, home: list[str]) -> Iterator[None]:
    """Let the program run in a root with nothing but libraries; `home` makes its home.

    Raises:
        smoke.SkipError: there is no bubblewrap.
    """
    if shutil.which("bwrap") is None:
        raise smoke.SkipError(
            "bubblewrap (bwrap) is not there, which makes a root without programs"
        )
    program = Path(smoke.PROGRAM[-1])
    libraries = [word for path in LIBRARIES for word in ("--ro-bind-try", path, path)]
    before = list(smoke.PROGRAM)
    smoke.PROGRAM[:] = [
        *("bwrap", "--die-with-parent", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *libraries,
        *("--ro-bind", str(program.parent), ODD_FOLDER),
        *("--bind", str(folder), str(folder)),
        *home,
        *("--chdir", str(folder), "--clearenv", "--setenv", "HOME", "/home/user"),
        *("--setenv", "LC_ALL", "C.UTF-8", "--setenv", "QT_QPA_PLATFORM", "offscreen"),
        f"{ODD_FOLDER}/{program.name}",
    ]
    try:
        yield
    finally:
        smoke.PROGRAM[:] = before


def in_turn(folder: Path, steps: tuple[smoke.Step, ...]) -> None:
    """Take steps, each in its turn, in a folder of their own."""
    own = Path(tempfile.mkdtemp(dir=folder))
    for step in steps:
        step(own)


HERE: tuple[smoke.Step, ...] = (
    tells_its_versions,
    smoke.lists,
    smoke.serves_and_connects,
    smoke.runs_and_records,
    smoke.computes_and_matches,
    writes_every_format,
    shows_a_window,
)
WITHOUT_A_HOME: tuple[smoke.Step, ...] = (
    smoke.serves_and_connects,
    smoke.runs_and_records,
    shows_a_window,
)
STEPS: tuple[smoke.Step, ...] = (
    *HERE,
    draws_plots,
    offers_the_same,
    finds_in_its_process,
    watches_a_program,
    lives_in_a_bare_root,
    lives_with_a_home_that_is_read_only,
    lives_with_a_home_that_is_full,
)


def main(words: list[str]) -> int:
    """Take every step; return the exit code."""
    parser = argparse.ArgumentParser(description="uses the frozen program once")
    made = ROOT / "dist" / "socket-workbench" / "socket-workbench"
    parser.add_argument("program", nargs="?", type=Path, default=made)
    smoke.PROGRAM[:] = [str(parser.parse_args(words).program.absolute())]
    sys.path.insert(0, str(smoke.APP))
    with tempfile.TemporaryDirectory() as home:
        smoke.ENVIRONMENT["HOME"] = home
        smoke.ENVIRONMENT["QT_QPA_PLATFORM"] = "offscreen"
        return smoke.take(STEPS, Path(home))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
