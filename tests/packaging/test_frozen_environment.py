import os
import runpy
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).parents[2] / "packaging" / "frozen_environment.py"
FOLDER = "/opt/socket-workbench/_internal"


@pytest.fixture
def environment(monkeypatch):
    """Variables that are as before after the test, whatever it removes."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(sys, "platform", "linux")
    os.environ.update({"_PYI_ARCHIVE_FILE": "x", "LD_LIBRARY_PATH": FOLDER})
    return os.environ


def test_children_get_no_variables_of_the_folder(environment):
    runpy.run_path(str(HOOK))
    assert "LD_LIBRARY_PATH" not in environment
    assert "_PYI_ARCHIVE_FILE" not in environment


def test_children_get_the_library_path_of_before(environment):
    environment.update({"LD_LIBRARY_PATH": f"{FOLDER}:/mine", "LD_LIBRARY_PATH_ORIG": "/mine"})
    runpy.run_path(str(HOOK))
    assert environment["LD_LIBRARY_PATH"] == "/mine"
    assert "LD_LIBRARY_PATH_ORIG" not in environment


def test_other_systems_keep_their_library_path(environment, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    runpy.run_path(str(HOOK))
    assert environment["LD_LIBRARY_PATH"] == FOLDER
