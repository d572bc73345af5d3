"""Uses the whole program once and says what worked, for systems on which no test has run.

    python packaging/smoke.py [--window] [--pictures FOLDER]

Each step prints a line. The exit code is 0 when every step went well. With `--window` a window is
opened too; the platform of Qt is the environment's (QT_QPA_PLATFORM).
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

APP = Path(__file__).parents[1] / "app"
WINDOW = Path(__file__).with_name("smoke_window.py")
SCENARIO = "acknowledge"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join((str(APP), os.environ.get("PYTHONPATH", ""))).rstrip(os.pathsep),
}
PROGRAM = [sys.executable, "-m", "socket_workbench"]
"""The words that start the program; those of a frozen one are put here."""

LIBRARIES = """
format = 1
title = "Libraries"
summary = "Sends a CRC, which a library computes, and looks for it with another one's pattern."

[[servers]]
name = "server"
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"

[[clients]]
name = "client"
endpoint = "tcp://127.0.0.1:0"
steps = [
    { send = "123456789{{checksum('CRC-16/MODBUS', 'le')}}" },
    { expect = { regex = '^1234567897(?P<high>K)$' } },
]
"""
"""A scenario; what comes back is the check value that the catalogue of CRCs has: 0x4b37."""

PATIENCE = 600.0
"""Seconds that a step may take, which is long where Windows is emulated and much else is to do."""

Step = Callable[[Path], None]


class SkipError(Exception):
    """A step cannot be taken here; the message is a sentence."""


def command(*words: str, said: bytes = b"") -> bytes:
    """Run a command of the program; return what it prints.

    Raises:
        AssertionError: its exit code is not 0.
    """
    done = subprocess.run(
        [*PROGRAM, *words],
        input=said,
        env=ENVIRONMENT,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{words} ended with {done.returncode}: {done.stderr!r}"
    return done.stdout


def lists(_: Path) -> None:
    """List the scenarios and dialogues."""
    told = command("list").decode()
    assert SCENARIO in told
    assert "welcome" in told


def serves_and_connects(_: Path) -> None:
    """Serve in one process, and connect from another."""
    server = subprocess.Popen(
        [*PROGRAM, "serve", "0", "--dialogue", "echo"],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,  # under Wine all have to be pipes
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        place = server.stdout.readline().decode().split()[-1]
        assert command("connect", place, said=b"hello\n").strip() == b"hello"
    finally:
        server.kill()
        server.communicate()


def runs_and_records(folder: Path) -> None:
    """Run a scenario, and record it."""
    session = folder / "recorded.swb"
    told = command("run", SCENARIO, "--at", "127.0.0.1:0", "--record", str(session))
    assert b"passed" in told, told
    assert command("show", str(session))


def computes_and_matches(folder: Path) -> None:
    """Run a scenario whose message ends with a CRC, and is compared with a pattern."""
    document = folder / "libraries.scenario.toml"
    document.write_text(LIBRARIES, "utf-8")
    assert b"passed" in command("run", str(document))


def saves(folder: Path) -> None:
    """Save a copy of the session, twice: the second time a file is replaced."""
    from socket_workbench.journal.storage.copying import save_copy

    for _ in range(2):
        count = save_copy(folder / "recorded.swb", folder / "saved.swb", lambda *_: True)
        assert count > 0


def exports(folder: Path) -> None:
    """Export the session as a capture and as CSV, byte for byte."""
    capture, table = folder / "session.pcapng", folder / "session.csv"
    command("export", str(folder / "saved.swb"), "--to", "pcapng", "-o", str(capture))
    command("export", str(folder / "saved.swb"), "--to", "csv", "-o", str(table))
    assert capture.read_bytes().startswith(b"\x0a\x0d\x0d\x0a")
    assert len(capture.read_bytes()) % 4 == 0  # blocks of pcapng are padded to 32 bits
    assert b"\r\r" not in table.read_bytes()


def finds(folder: Path) -> None:
    """Find a regular expression in the session."""
    from socket_workbench.journal.reader import Reader
    from socket_workbench.journal.search.filter_language import parse_filter
    from socket_workbench.journal.search.query import matching_rows

    with contextlib.closing(Reader(folder / "saved.swb")) as reader:
        masks = matching_rows(reader, parse_filter("/A[C]K/"), 0, lambda: False)
        found = [mask for mask in masks if any(True for _ in mask)]
    assert found


def stops(_: Path) -> None:
    """Stop a server and a client whose peers say nothing, each in the middle of `recv`."""
    from socket_workbench.sockets.addresses.endpoint import parse_endpoint
    from socket_workbench.sockets.datagram import DatagramSocket
    from socket_workbench.sockets.failures.errors import Interrupted
    from socket_workbench.sockets.listener import Listener
    from socket_workbench.sockets.opening.connector import Connector
    from socket_workbench.sockets.options import ClientOptions, ServerOptions
    from socket_workbench.sockets.waiting.interruptible import InterruptibleSocket

    options = ClientOptions()
    with contextlib.ExitStack() as opened:
        listener = opened.enter_context(
            Listener.open(parse_endpoint("tcp://127.0.0.1:0"), ServerOptions())
        )
        udp = parse_endpoint("udp://127.0.0.1:0")
        datagrams = opened.enter_context(DatagramSocket.bind(udp, ServerOptions()))
        ours, theirs = [], []
        for _number in range(3):
            ours.append(opened.enter_context(Connector(listener.endpoint, options).connect()))
            theirs.append(opened.enter_context(listener.accept()))
        waiting: dict[str, tuple[InterruptibleSocket, Callable[[], object]]] = {
            "accept": (listener, listener.accept),
            "receive": (theirs[0], lambda: theirs[0].receive(10)),
            "receive in time": (ours[1], lambda: ours[1].receive(10, PATIENCE)),
            "send": (ours[2], lambda: ours[2].send(bytes(100_000_000))),
            "receive a datagram": (datagrams, lambda: datagrams.receive(10)),
        }
        interrupted: set[str] = set()

        def wait(name: str) -> None:
            with contextlib.suppress(Interrupted):
                waiting[name][1]()
                return
            interrupted.add(name)

        threads = [threading.Thread(target=wait, args=(name,), daemon=True) for name in waiting]
        for thread in threads:
            thread.start()
        threads[0].join(1.0)  # let all of them wait; it wakes nothing if they do not yet
        for sock, _call in waiting.values():
            sock.interrupt()
        for thread in threads:
            thread.join(PATIENCE / 4)
        assert interrupted == waiting.keys(), waiting.keys() - interrupted


def shows_a_window(folder: Path) -> None:
    """Open the window with a scenario that runs, and close it while a peer is silent."""
    scenario = folder / "any-free-port.toml"
    document = (APP.parent / "resources" / "scenarios" / f"{SCENARIO}.toml").read_text("utf-8")
    scenario.write_text(re.sub(r":\d+\"", ':0"', document), "utf-8")
    done = subprocess.run(
        [sys.executable, str(WINDOW), str(folder), str(scenario), str(os.getpid())],
        env=ENVIRONMENT,
        # No pipes: the desktop that Wine starts with its first window would hold them open.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )
    verdict = folder / "window.txt"
    assert verdict.exists(), f"the window did not come so far; it ended with {done.returncode}"
    assert verdict.read_text("utf-8") == "passed"
    assert done.returncode == 0, f"the window ended with {done.returncode}"


STEPS: tuple[Step, ...] = (
    lists,
    serves_and_connects,
    runs_and_records,
    computes_and_matches,
    saves,
    exports,
    finds,
    stops,
)


def take(steps: Sequence[Step], folder: Path) -> int:
    """Take each step and tell what came of it; return the exit code."""
    failed = skipped = 0
    for step in steps:
        try:
            step(folder)
        except SkipError as reason:
            skipped += 1
            print(f"skipped {step.__name__}: {reason}", flush=True)
        except Exception:  # noqa: BLE001 - every step is to be seen
            failed += 1
            print(f"FAILED {step.__name__}\n{traceback.format_exc()}", flush=True)
        else:
            print(f"ok {step.__name__}", flush=True)
    told = f"{len(steps) - failed - skipped} passed, {failed} failed"
    print(f"{told}, {skipped} skipped" if skipped else told)
    return 1 if failed else 0


def main(words: list[str]) -> int:
    """Take every step; return the exit code."""
    parser = argparse.ArgumentParser(description="uses the whole program once")
    parser.add_argument("--window", action="store_true", help="open a window too")
    parser.add_argument("--pictures", type=Path, help="keep the files of the steps there")
    parsed = parser.parse_args(words)
    sys.path.insert(0, str(APP))
    # As an exception, so that what a step has started ends with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        folder = Path(made) if parsed.pictures is None else parsed.pictures
        folder.mkdir(parents=True, exist_ok=True)
        return take((*STEPS, shows_a_window) if parsed.window else STEPS, folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
