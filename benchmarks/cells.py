"""What is measured: one row of the table each, for the window and for bare Python."""

import statistics
from dataclasses import dataclass, field

from benchmarks.machine import MOST_FOREIGN, ForeignCpu
from benchmarks.processes import OTHER_CORE, SERVER_CORE, Bare, Window

ATTEMPTS = 4
"""How often a disturbed measurement is repeated before it is used all the same."""

SIZE = 64


@dataclass(frozen=True)
class Cell:
    """One way to load a server.

    Attributes:
        name: what it is called on the command line.
        title: what it is called in the table.
        transport: tcp or udp.
        mode: the load generator's mode.
        numbers: the mode's further arguments.
        target: what is wanted, as a ratio to bare Python, or a number of the unit.
        core: where the load generator runs.
        unit: of the figures.
        seconds: how long it takes; 0 for as long as all others.
        limit: the window's capture limit in bytes; 0 for none.
    """

    name: str
    title: str
    transport: str
    mode: str
    numbers: tuple[int, ...]
    target: float
    core: int = OTHER_CORE
    unit: str = "/s"
    seconds: float = 0
    limit: int = 0

    @property
    def is_ratio(self):
        """Whether the target is a ratio to bare Python."""
        return self.unit in ("/s", "MB/s")

    def figure(self, result):
        """Return what counts of one result."""
        if self.unit == "MB/s":
            return result["bytes"] / result["seconds"] / 1e6
        if self.unit == "% lost":
            return 100 * result["lost"] / max(result["count"], 1)
        if self.unit == "ms":
            return result["p99"] / 1e3
        return result["count"] / result["seconds"]


CELLS = (
    Cell("pingpong", "TCP ping-pong, same core", "tcp", "pingpong", (1, SIZE), 0.80, SERVER_CORE),
    Cell("connections-8", "TCP, 8 connections", "tcp", "pingpong", (8, SIZE), 0.80),
    Cell("connections-32", "TCP, 32 connections", "tcp", "pingpong", (32, SIZE), 0.80),
    Cell("bulk", "bulk, one connection, full capture", "tcp", "bulk", (), 0.50, unit="MB/s"),
    Cell(
        "bulk-limit",
        "bulk, capture limit of 256 bytes",
        "tcp",
        "bulk",
        (),
        0.90,
        unit="MB/s",
        limit=256,
    ),
    Cell("udp", "UDP, 32 datagrams under way", "udp", "udp", (32, SIZE), 0.70),
    Cell(
        "udp-rate",
        "UDP, 50,000 datagrams/s offered: not answered",
        "udp",
        "rate",
        (50_000, SIZE),
        0,
        unit="% lost",
        seconds=10,
    ),
    Cell("churn", "connect + echo + close", "tcp", "churn", (SIZE,), 0.80),
    Cell("idle", "echo p99 beside 5,000 connections", "tcp", "idle", (5_000, SIZE), 10, unit="ms"),
)


@dataclass
class Outcome:
    """The results of one cell.

    Attributes:
        bare: figures of bare Python, one a round.
        window: figures of the window.
        stalls: 99th percentile and worst of the window's stalls in milliseconds, one pair a round.
        memory: bytes that the window had at the end of each round.
        cpu: microseconds of CPU time for each message, of the last round.
        unrecorded: bytes echoed and not in the journal, or not both ways.
        foreign: others' part of a core, at most.
    """

    cell: Cell
    bare: list[float] = field(default_factory=list)
    window: list[float] = field(default_factory=list)
    stalls: list[tuple[float, float]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)
    unrecorded: int = 0
    foreign: float = 0

    @property
    def ratio(self):
        """The window's median divided by bare Python's."""
        bare = statistics.median(self.bare)
        return statistics.median(self.window) / bare if bare else 0.0

    @property
    def reached(self):
        """What is compared with the target."""
        return self.ratio if self.cell.is_ratio else statistics.median(self.window)

    @property
    def is_met(self):
        """Whether the target is reached."""
        if self.unrecorded:
            return False
        if self.cell.is_ratio:
            return self.ratio >= self.cell.target
        return self.reached <= self.cell.target


def measure(outcome, load, seconds, *, patient):
    """Measure one round of a cell: bare Python, then the window.

    Args:
        outcome: where the figures go.
        load: the load generator.
        seconds: how long each takes, unless the cell says.
        patient: whether to repeat what other processes have spoiled.
    """
    cell = outcome.cell
    result, _ = _run(outcome, Bare, load, seconds, patient=patient)
    outcome.bare.append(cell.figure(result))
    result, report = _run(outcome, Window, load, seconds, patient=patient)
    outcome.window.append(cell.figure(result))
    outcome.stalls.append((report["stall_p99"], report["stall_worst"]))
    outcome.memory.append(report["memory"])
    outcome.unrecorded += _unrecorded(cell, result, report)


def _unrecorded(cell, result, report):
    """Return the bytes echoed that the journal lacks."""
    if cell.mode == "idle":
        return abs(report["received_bytes"] - report["sent_bytes"])
    least = result["bytes"] - result["lost"] * SIZE if cell.transport == "udp" else result["bytes"]
    return max(least - report["received_bytes"], 0) + max(least - report["sent_bytes"], 0)


def _run(outcome, kind, load, seconds, *, patient):
    cell = outcome.cell
    for _ in range(ATTEMPTS if patient else 1):
        subject = Window(cell.transport, cell.limit) if kind is Window else kind(cell.transport)
        try:
            load.run(*_warm_up(cell, subject.port), core=cell.core)
            subject.begin()
            foreign = ForeignCpu(subject.cpu_seconds)
            length = cell.seconds or seconds
            if not patient:
                length = min(length, seconds)
            result, own = load.run(cell.mode, subject.port, length, *cell.numbers, core=cell.core)
            outcome.cpu[kind.__name__] = 1e6 * foreign.own() / max(result["count"], 1)
            outcome.cpu["Load"] = 1e6 * own / max(result["count"], 1)
            share = foreign.share(own)
            report = subject.report()
        finally:
            subject.end()
        if share <= MOST_FOREIGN:
            break
    outcome.foreign = max(outcome.foreign, share)
    return result, report


def _warm_up(cell, port):
    """Return a short load, for a run that is not measured."""
    if cell.transport == "udp":
        return "udp", port, 0.3, 1, SIZE
    return "pingpong", port, 0.3, 1, SIZE
