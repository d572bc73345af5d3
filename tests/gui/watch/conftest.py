"""Programs that are watched in the window."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from socket_workbench.gui.session.watched_programs import Program


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Program]:
    """Write a program; returns how to run it."""
    # To measure coverage imports `socket` before the program does.
    for name in os.environ:
        if name.startswith("COVERAGE_"):
            monkeypatch.delenv(name)

    def write(text: str, **how: Any) -> Program:
        path = tmp_path / "program.py"
        path.write_text(text, encoding="utf-8")
        return Program(str(path), python=sys.executable)._replace(**how)

    return write
