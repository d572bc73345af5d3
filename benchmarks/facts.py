"""What is not measured against bare Python: a long log, its ladder, a trace, sockets, starting."""

import socket
import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from time import sleep

from benchmarks.kills import oldest_loss
from benchmarks.processes import HOST, OTHER_CORE, Load, Window, ladder_pictures
from benchmarks.starts import start_seconds
from benchmarks.untraced import untraced_share

EVENTS = 10_000_000
QUICK_EVENTS = 200_000
LADDER_EVENTS = 1_000_000
KILLS = 50
ECHO = (8, 64)
"""Connections and bytes a message of the echo that is traced."""

SEEN_CONNECTIONS = 100


@dataclass(frozen=True)
class Fact:
    """One figure and its target.

    Attributes:
        title: what was measured.
        figure: what came of it.
        target: what is wanted.
        unit: of both.
        more_is_better: whether the target is the least, not the most.
    """

    title: str
    figure: float
    target: float
    unit: str
    more_is_better: bool = False

    @property
    def is_met(self):
        """Whether the target is reached."""
        if self.more_is_better:
            return self.figure >= self.target
        return self.figure <= self.target


def start_facts(*, quick):
    """Measure how long the program takes to start."""
    bare, window, first, usage = start_seconds(1 if quick else 5)
    return [
        Fact("start to the first picture, a splash screen where it takes longer", first, 0.3, "s"),
        Fact("start to a shown window, in bare QMainWindows", window / bare, 2, "x"),
        Fact("command line `--help`, without PySide6", usage, 0.15, "s"),
    ]


def log_facts(*, quick):
    """Measure what a long session costs."""
    events = QUICK_EVENTS if quick else EVENTS
    window = Window("tcp")
    try:
        grown = window.fill(events) / 1e6
        seen = window.look()
    finally:
        window.end()
    size = f"{events:,} events"
    return [
        Fact(f"memory over {size}", grown, 50, "MB"),
        Fact(f"open a log of {size}", seen["open"], 1, "s"),
        Fact(f"filter {size} by kind", seen["filter"], 1, "s"),
        Fact(f"find a text in {size}", seen["find"], 2, "s"),
        Fact(f"scroll through {size}", seen["scroll"], 60, "pictures/s", more_is_better=True),
    ]


def ladder_facts(*, quick):
    """Measure the costliest pictures of a long session's ladder, and its memory."""
    events = QUICK_EVENTS if quick else LADDER_EVENTS
    costs, grown = ladder_pictures(events)
    worst = max(max(found) for found in costs.values())
    return [
        Fact(f"ladder of {events:,} events, CPU of the worst picture", worst, 33, "ms"),
        Fact(f"memory of the ladder of {events:,} events", grown, 100, "MB"),
    ]


def state_facts(*, quick):
    """Measure what it costs to look at the states of sockets, the page of them shown."""
    seconds = 5 if quick else 20
    window = Window("tcp")
    try:
        with ExitStack() as peers:
            for _ in range(SEEN_CONNECTIONS):
                peers.enter_context(socket.create_connection((HOST, window.port)))
            window.show_states()
            # What is seen for the first time takes longer.
            sleep(2)
            before = window.show_states()
            sleep(seconds)
            share = (window.show_states() - before) / seconds
    finally:
        window.end()
    title = f"looking at the sockets of {SEEN_CONNECTIONS} connections, of a core"
    return [Fact(title, 100 * share, 1, "%")]


def trace_facts(*, quick):
    """Measure an echo whose calls are traced and one whose are not, in turns, and bare calls."""
    seconds = 1.0 if quick else 4.0
    found: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    with Load() as load:
        for _ in range(1 if quick else 3):
            for traced, measured in found.items():
                measured.append(_echo(load, seconds, traced=traced))
    (rate, cost), (traced_rate, traced_cost) = (
        map(statistics.median, zip(*measured, strict=True)) for measured in found.values()
    )
    title = "TCP echo with calls traced, in parts of one without"
    return [
        Fact(title, traced_rate / rate, 0.5, "x", more_is_better=True),
        Fact(
            "the same by the CPU time of a message",
            cost / traced_cost,
            0.5,
            "x",
            more_is_better=True,
        ),
        Fact(
            "CPU time of an untraced endpoint's calls, in bare Python's",
            untraced_share(turns=5 if quick else 25),
            1.02,
            "x",
        ),
    ]


def _echo(load, seconds, *, traced):
    """Return the messages a second that the window's server echoes, and the CPU seconds of one."""
    window = Window("tcp", traced=traced)
    try:
        load.run("pingpong", window.port, 0.3, *ECHO, core=OTHER_CORE)
        before = window.cpu_seconds()
        result, _ = load.run("pingpong", window.port, seconds, *ECHO, core=OTHER_CORE)
        cost = (window.cpu_seconds() - before) / result["count"]
        events = window.report()["events"]
    finally:
        window.end()
    # Received and sent; of a trace, the two calls too.
    if events < (4 if traced else 2) * result["count"]:
        raise RuntimeError(f"{events} events of {result['count']} messages are recorded")
    return result["count"] / result["seconds"], cost


def kill_facts(*, quick):
    """Measure what `kill -9` costs."""
    kills = 3 if quick else KILLS
    lost = oldest_loss(kills) * 1000
    return [Fact(f"oldest message lost by `kill -9`, worst of {kills}", lost, 200, "ms")]
