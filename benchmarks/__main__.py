"""`python -m benchmarks`: measures the window against bare Python, and writes the results."""

import argparse
import sys

from benchmarks import report
from benchmarks.cells import CELLS, Outcome, measure
from benchmarks.facts import (
    kill_facts,
    ladder_facts,
    log_facts,
    start_facts,
    state_facts,
    trace_facts,
)
from benchmarks.processes import Load

OTHERS = {
    "start": start_facts,
    "trace": trace_facts,
    "states": state_facts,
    "log": log_facts,
    "ladder": ladder_facts,
    "kill": kill_facts,
}


def main(argv):
    """Measure, print and write; returns the exit code."""
    asked = _parser().parse_args(argv)
    seconds = asked.seconds or (1.0 if asked.quick else 4.0)
    rounds = asked.rounds or (1 if asked.quick else 3)
    outcomes = [Outcome(cell) for cell in CELLS if not asked.cells or cell.name in asked.cells]
    with Load() as load:
        for _ in range(rounds):
            for outcome in outcomes:
                measure(outcome, load, seconds, patient=not asked.quick)
                print(_line(outcome), flush=True)
    facts = []
    for name, measured in OTHERS.items():
        if not asked.cells or name in asked.cells:
            for fact in measured(quick=asked.quick):
                facts.append(fact)
                print(f"{fact.title:60} {fact.figure:.3g} {fact.unit} (target {fact.target:g})")
    if not asked.quick and not asked.cells:
        report.write(outcomes, facts, seconds)
        print(f"Written: {report.PAGE} and {report.PICTURE}")
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [*(cell.name for cell in CELLS), *OTHERS]
    parser.add_argument(
        "cells",
        nargs="*",
        metavar="WHAT",
        choices=[*names, []],
        help=f"only these, and write nothing: {', '.join(names)}",
    )
    parser.add_argument("--quick", action="store_true", help="one short round; writes nothing")
    parser.add_argument("--rounds", type=int, help="rounds of each (default: 3; quick: 1)")
    parser.add_argument("--seconds", type=float, help="of each measurement (default: 4; quick: 1)")
    return parser


def _line(outcome):
    cell, (p99, worst) = outcome.cell, outcome.stalls[-1]
    cpu = ", ".join(f"{name} {cost:.1f}" for name, cost in outcome.cpu.items())
    return (
        f"{cell.title:44} {outcome.bare[-1]:10,.1f} {outcome.window[-1]:10,.1f} {cell.unit:6} "
        f"{outcome.reached:5.2f} (target {cell.target:g}), stall {p99:.0f} / {worst:.0f} ms, "
        f"{outcome.memory[-1] / 1e6:.0f} MB, CPU us a message: {cpu}, foreign {outcome.foreign:.0%}"
        + (f", {outcome.unrecorded} BYTES NOT RECORDED" if outcome.unrecorded else "")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
