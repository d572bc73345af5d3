"""The benchmark itself works: it loads both servers and finds every byte, recorded too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(240)
@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity") or shutil.which("cc") is None,
    reason="it needs Linux and a C compiler",
)
def test_a_quick_measurement_echoes_and_records_every_byte():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--seconds", "0.2", "connections-8"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "TCP, 8 connections" in done.stdout
    assert "NOT RECORDED" not in done.stdout


def test_the_page_says_what_bold_means_and_how_much_misses_its_target():
    """What `make bench` would write of the figures that are on the page is what stands there."""
    from benchmarks.report import reading_aid

    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    outcomes: list[SimpleNamespace] = []
    facts: list[SimpleNamespace] = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "what" and len(cells) in (3, 7):
            figure = cells[3] if len(cells) == 7 else cells[1]
            is_ratio = figure.strip("*").replace(".", "").isdigit()
            row = SimpleNamespace(
                cell=SimpleNamespace(is_ratio=is_ratio), is_met=figure.startswith("**")
            )
            (outcomes if len(cells) == 7 else facts).append(row)

    assert reading_aid(outcomes, facts) in page
