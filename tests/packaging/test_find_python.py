"""The set-up finds an interpreter that suits, and says what it needs where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "find-python.sh"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script")


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A machine with no Python but those that a test puts there."""
    for name in ("sh", "env"):
        (tmp_path / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(programs, name, *, suits):
    program = programs / name
    program.write_text("#!/bin/sh\n" + ("exit 0\n" if suits else "exit 1\n"))
    program.chmod(0o755)
    return str(program)


def find(*wanted):
    return subprocess.run([SCRIPT, *wanted], capture_output=True, text=True, check=False)


def test_this_interpreter_suits():
    assert find(sys.executable).stdout.strip() == sys.executable


def test_python3_is_taken_where_it_suits(programs):
    python = put(programs, "python3", suits=True)
    put(programs, "python3.13", suits=True)

    assert find("python3").stdout == python + "\n"


def test_another_is_taken_where_python3_is_too_old_or_too_new(programs):
    put(programs, "python3", suits=False)
    put(programs, "python3.13", suits=False)
    python = put(programs, "python3.12", suits=True)

    assert find("python3").stdout == python + "\n"


def test_where_none_suits_one_sentence_says_what_is_needed(programs):
    put(programs, "python3", suits=False)

    result = find("python3")

    assert (result.returncode, result.stdout) == (1, "")
    assert "needs Python 3.11, 3.12 or 3.13" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_range_is_that_of_the_project():
    project = (SCRIPT.parents[1] / "pyproject.toml").read_text("utf-8")

    assert 'requires-python = ">=3.11,<3.14"' in project
    assert "(3, 11) <= sys.version_info < (3, 14)" in SCRIPT.read_text("utf-8")
    assert os.access(SCRIPT, os.X_OK)
