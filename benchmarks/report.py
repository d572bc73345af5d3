"""Writes what was measured: a page with a table, and a picture."""

import os
import platform
import statistics
from datetime import date
from xml.sax.saxutils import escape

import PySide6

from benchmarks.machine import MOST_FOREIGN
from benchmarks.processes import ROOT

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "performance.svg"
MARK = "<!-- The figures above are written by `make bench`; what follows is kept. -->"

_INTRODUCTION = """\
# Performance

What the window's echo server reaches with everything journaled in full and the log following its
end, in parts of what the plainest Python echo server without a log (a thread per connection, 64 KiB
a read) reaches in the same run. `make bench` measures it: the load comes from C and checks every
byte; the server with all its threads is on one core, the load on the other (`same core`: on the
same); bare Python and the window take turns; figures are medians. A stall is how late a 5 ms timer
in the window's thread is.

![Ratios to bare Python](performance.svg)
"""


def write(outcomes, facts, seconds):
    """Write the page and the picture; what people wrote below the figures stays."""
    kept = ""
    if PAGE.exists():
        kept = PAGE.read_text("utf-8").partition(MARK)[2]
    parts = [
        _INTRODUCTION,
        _conditions(outcomes, seconds),
        reading_aid(outcomes, facts),
        _ratios(outcomes),
        _facts(facts),
    ]
    PAGE.write_text("\n".join(parts) + f"\n{MARK}{kept or chr(10)}", "utf-8")
    PICTURE.write_text(_picture([each for each in outcomes if each.cell.is_ratio]), "utf-8")


def _conditions(outcomes, seconds):
    rounds = max((len(each.window) for each in outcomes), default=0)
    foreign = max((each.foreign for each in outcomes), default=0)
    spoiled = " **The figures are spoiled: others used the machine.**"
    return (
        f"{date.today().isoformat()}: Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {platform.system()}, {os.cpu_count()} cores, Qt platform "
        f"{os.environ.get('QT_QPA_PLATFORM', 'offscreen')}; {rounds} rounds of {seconds:g} s each; "
        f"others used at most {foreign:.0%} of a core."
        + (spoiled if foreign > MOST_FOREIGN else "")
        + "\n"
    )


def reading_aid(outcomes, facts):
    """Say what bold means, and how many of the figures meet their targets."""
    ratios = [each.is_met for each in outcomes if each.cell.is_ratio]
    others = [each.is_met for each in outcomes if not each.cell.is_ratio]
    others += [fact.is_met for fact in facts]
    return (
        "A figure in **bold** meets its target, one in plain type misses it. Of the throughputs, "
        f"which are ratios to bare Python, {_share(ratios)} meet theirs; of the other figures "
        f"{_share(others)}. What follows the tables says where the time goes.\n"
    )


def _share(are_met):
    return f"{sum(are_met) or 'none'} of {len(are_met)}"


def _ratios(outcomes):
    lines = [
        "| what | bare Python | window | reached | target | stall p99 / worst | recorded |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in outcomes:
        cell = each.cell
        p99 = statistics.median(stall[0] for stall in each.stalls)
        worst = max(stall[1] for stall in each.stalls)
        reached = f"{each.ratio:.2f}" if cell.is_ratio else f"{each.reached:.2f} {cell.unit}"
        target = f"{cell.target:.2f}" if cell.is_ratio else f"{cell.target:g} {cell.unit}"
        lines.append(
            f"| {cell.title} | {statistics.median(each.bare):,.1f} {cell.unit} "
            f"| {statistics.median(each.window):,.1f} {cell.unit} "
            f"| {_verdict(reached, each.is_met)} | {target} | {p99:.0f} / {worst:.0f} ms "
            f"| {'all' if not each.unrecorded else f'{each.unrecorded:,} bytes missing'} |"
        )
    return "\n".join(lines) + "\n"


def _facts(facts):
    if not facts:
        return ""
    lines = ["| what | reached | target |", "|---|---|---|"]
    lines += [
        f"| {fact.title} | {_verdict(f'{fact.figure:.2f} {fact.unit}', fact.is_met)} "
        f"| {fact.target:g} {fact.unit} |"
        for fact in facts
    ]
    return "\n".join(lines) + "\n"


def _verdict(figure, is_met):
    return f"**{figure}**" if is_met else figure


def _picture(outcomes):
    """Draw a bar for each ratio, with a line where its target is."""
    wide, row, left = 720, 34, 260
    unit = (wide - left - 70) / 1.0
    high = row * len(outcomes) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'font-family="sans-serif" font-size="13">',
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
    ]
    for place, each in enumerate(outcomes):
        top = 10 + place * row
        length = min(each.ratio, 1.0) * unit
        color = "#2e7d4f" if each.is_met else "#b7791f"
        target = left + min(each.cell.target, 1.0) * unit
        parts += [
            f'<text x="{left - 10}" y="{top + 16}" text-anchor="end" fill="#222222">'
            f"{escape(each.cell.title)}</text>",
            f'<rect x="{left}" y="{top}" width="{unit:.0f}" height="22" fill="#eeeeee"/>',
            f'<rect x="{left}" y="{top}" width="{length:.0f}" height="22" fill="{color}"/>',
            f'<line x1="{target:.0f}" x2="{target:.0f}" y1="{top - 3}" y2="{top + 25}" '
            f'stroke="#222222" stroke-width="2"/>',
            f'<text x="{left + unit + 8:.0f}" y="{top + 16}" fill="#222222">'
            f"{each.ratio:.2f}</text>",
        ]
    parts += [
        f'<text x="{left}" y="{high - 8}" fill="#555555">parts of bare Python without a log; '
        f"the line is the target</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
