"""The processes that are measured, and the one that loads them, each on a core of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, OTHER_CORE = CORES[0], CORES[-1]
PATIENCE = 60
TICKS = os.sysconf("SC_CLK_TCK")


def environment(folder):
    """Return the environment of a measured process, without the user's settings."""
    return {
        # As where Python keeps the bytecode of what it has once started.
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT)]),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "QT_LOGGING_RULES": "*=false",
        "TMPDIR": str(folder),
    }


def pin(core):
    """Return what a new process calls to stay on one core."""
    return lambda: os.sched_setaffinity(0, {core})


class Subject:
    """A server in a process of its own.

    Attributes:
        port: where it serves.
        folder: where it keeps its files, until it has ended.
    """

    def __init__(self, arguments):
        self._folder = tempfile.TemporaryDirectory(prefix="socket-workbench-bench-")
        self.folder = Path(self._folder.name)
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(self._folder.name),
            cwd=ROOT,
            preexec_fn=pin(SERVER_CORE),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        line = self._output.readline()
        if not line:
            raise RuntimeError(f"{arguments} did not start")
        self.port = int(line)

    def cpu_seconds(self):
        """Return how long its threads have run."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def begin(self):
        """Forget what was seen so far."""

    def report(self):
        """Return what was seen."""
        return {}

    def end(self):
        """End it."""
        self._process.kill()
        self._finish()

    def _finish(self):
        self._process.communicate(timeout=PATIENCE)
        self._folder.cleanup()


class Bare(Subject):
    """The bare Python server."""

    def __init__(self, transport):
        super().__init__([str(ROOT / "benchmarks" / "bare.py"), transport])


class Window(Subject):
    """The program's window with an echo server, everything journaled, the log following.

    Args:
        transport: tcp or udp.
        limit: the capture limit in bytes; 0 for none.
        traced: whether the calls of the server, then over TCP, are traced.
    """

    def __init__(self, transport, limit=0, *, traced=False):
        server = ["--serve", f"{transport}://{HOST}:0", "--dialogue", "echo"]
        if traced:
            server = ["--scenario", str(ROOT / "benchmarks" / "traced_echo.toml"), "--run"]
        super().__init__(["-m", "benchmarks.window", str(limit), *server])

    def begin(self):
        """Forget what was seen so far."""
        self._ask("begin")

    def report(self):
        """Return stalls in milliseconds, memory, and what is in the journal."""
        return self._ask("report")

    def fill(self, events):
        """Append so many events; returns the bytes of memory that they took."""
        return self._ask(f"fill {events}")["grown"]

    def look(self):
        """Go through the log; returns seconds to open, filter, find, and pictures a second."""
        return self._ask("look")

    def show_states(self):
        """Show the page of the sockets' states; returns the CPU seconds of looking so far."""
        return self._ask("states")["looking"]

    def end(self):
        """Close the window, if it is not gone."""
        try:
            if self._process.poll() is None:
                self._input.write("close\n")
                self._input.flush()
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._finish()

    def kill(self):
        """End it at once."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def _ask(self, wish):
        self._input.write(f"{wish}\n")
        self._input.flush()
        return json.loads(self._output.readline())


def ladder_pictures(events):
    """Record so many events and paint their ladder; see `benchmarks.ladder`.

    Returns:
        By how it was moved, the milliseconds of each picture; and the megabytes that it took.
    """
    with tempfile.TemporaryDirectory(prefix="socket-workbench-bench-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.ladder", str(events)],
            capture_output=True,
            text=True,
            check=True,
            env=environment(folder),
            cwd=ROOT,
        )
    found = json.loads(done.stdout)
    return found["costs"], found["grown"]


class Load:
    """The load generator, compiled for as long as it is used."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="socket-workbench-load-")
        self._program = str(Path(self._folder.name) / "load")
        compiler = shutil.which(os.environ.get("CC", "cc"))
        if compiler is None:
            raise RuntimeError("The load generator is written in C: install a compiler (cc).")
        source = str(ROOT / "benchmarks" / "load.c")
        subprocess.run([compiler, "-O2", "-pthread", "-o", self._program, source], check=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._folder.cleanup()

    def run(self, mode, port, seconds, *numbers, core):
        """Load a server; returns the result, and the CPU seconds that it took."""
        before = os.times()
        done = subprocess.run(
            [self._program, mode, HOST, str(port), str(seconds), *map(str, numbers)],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + 120,
            preexec_fn=pin(core),
        )
        after = os.times()
        if done.returncode:
            raise RuntimeError(f"{mode}: {done.stderr.strip()}")
        own = sum(after[:4]) - sum(before[:4])
        return json.loads(done.stdout), own
