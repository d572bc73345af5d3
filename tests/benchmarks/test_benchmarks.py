"""The benchmark itself works: it loads both servers and finds every byte, recorded too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
