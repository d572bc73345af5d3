"""What a process takes of the machine, and what others take while something is measured."""

import os
from pathlib import Path
from time import monotonic

TICKS = os.sysconf("SC_CLK_TCK")

MOST_FOREIGN = 0.10
"""Share of one core; a measurement with more use by other processes is disturbed."""


def busy_seconds():
    """Return how long all cores together have not been idle, stolen time included."""
    numbers = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _, _, irq, softirq, steal = numbers[:8]
    return (user + nice + system + irq + softirq + steal) / TICKS


def memory():
    """Return the bytes of memory that are this process's own."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024


class ForeignCpu:
    """Measures the CPU time of all other processes."""

    def __init__(self, own_seconds):
        """Begin; `own_seconds` returns how long the measured processes have run."""
        self._own_seconds = own_seconds
        self._own = own_seconds()
        self._busy = busy_seconds()
        self._began = monotonic()

    def own(self):
        """Return how long the measured processes have run since then, in CPU seconds."""
        return self._own_seconds() - self._own

    def share(self, own_ended):
        """Return others' part of one core since then.

        Args:
            own_ended: the CPU seconds of our processes that have ended meanwhile.
        """
        own = self.own() + own_ended
        return max(busy_seconds() - self._busy - own, 0) / (monotonic() - self._began)
