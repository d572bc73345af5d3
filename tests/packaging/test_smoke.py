"""The check for systems on which no test has run has to pass where all of them have."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

SMOKE = Path(__file__).parents[2] / "packaging" / "smoke.py"
PATIENCE = 50
SERVER = """
format = 1
title = "A server, which is never through"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
"""
STARTER = """
import os, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:], str(os.getpid())])
"""


@pytest.mark.needs("posix signals")
def test_the_window_ends_with_what_started_it(tmp_path):
    scenario = tmp_path / "server.toml"
    scenario.write_text(SERVER, "utf-8")
    words = [str(SMOKE.with_name("smoke_window.py")), str(tmp_path), str(scenario)]
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE
    while not (children := psutil.Process(starter.pid).children()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    starter.kill()
    starter.wait()

    assert psutil.wait_procs(children, timeout=PATIENCE)[1] == []


def test_a_parent_of_windows_is_not_taken_for_ended(load, monkeypatch):
    has_ended = load("smoke_window").has_ended
    monkeypatch.setattr(os, "getppid", lambda: 2)
    monkeypatch.setattr(sys, "platform", "linux")
    assert has_ended(1)
    assert not has_ended(2)
    monkeypatch.setattr(sys, "platform", "win32")
    assert not has_ended(1)


def test_every_step_goes_well_and_leaves_its_files(tmp_path):
    done = subprocess.run(
        [sys.executable, str(SMOKE), "--window", "--pictures", str(tmp_path / "made")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=55,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("9 passed, 0 failed\n")
    made = {path.name for path in (tmp_path / "made").iterdir()}
    assert {"session.pcapng", "saved.swb", "window-light-1.5.png", "menu.png"} <= made
