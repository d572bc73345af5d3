"""The check for systems on which no test has run has to pass where all of them have."""

import os
import subprocess
import sys
from pathlib import Path

SMOKE = Path(__file__).parents[2] / "packaging" / "smoke.py"


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
