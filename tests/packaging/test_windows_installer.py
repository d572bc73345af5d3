import re
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "windows" / "installer.nsi"


@pytest.fixture
def installer(load):
    return load("windows_installer")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "made"
    (made / "_internal" / "a$b").mkdir(parents=True)
    (made / "socket-workbench.exe").write_bytes(b"MZ")
    (made / "_internal" / "a$b" / "data.txt").write_bytes(b"x")
    return made


def test_what_was_installed_is_removed_and_nothing_else(installer, folder):
    assert installer.removal(folder).splitlines() == [
        "!macro REMOVE_FILES",
        '  Delete "$INSTDIR\\socket-workbench.exe"',
        '  Delete "$INSTDIR\\_internal\\a$$b\\data.txt"',
        '  RMDir "$INSTDIR\\_internal\\a$$b"',
        '  RMDir "$INSTDIR\\_internal"',
        "!macroend",
    ]
    assert not re.search(r"RMDir\s+/r", SCRIPT.read_text("utf-8"))


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0.0"), ("2", "2.0.0.0"), ("1.2.3.4", "1.2.3.4")]
)
def test_versions_have_four_numbers(installer, version, numbers):
    assert installer.numbers(version) == numbers


def test_each_key_that_is_written_is_removed():
    text = SCRIPT.read_text("utf-8")
    install, remove = text.split("Section Uninstall")
    written = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', install))
    removed = set(re.findall(r'DeleteReg(?:Key|Value)[^"]*HKCU "([^"]+)"', remove))
    types = {"${CLASSES}\\${TYPE}", "${CLASSES}\\${TYPE}\\DefaultIcon"}
    assert written - types - {"${CLASSES}\\${TYPE}\\shell\\open\\command"} <= removed
    assert {"${CLASSES}\\${SESSION}", "${CLASSES}\\${SCENARIO}"} <= removed


def test_an_installer_is_made(installer, folder, tmp_path, monkeypatch, load):
    if shutil.which("makensis") is None:
        pytest.skip("NSIS is not installed")
    load("icons").make(tmp_path / "icons")
    monkeypatch.setattr(installer, "WORK", tmp_path / "work")
    monkeypatch.setattr(installer, "ICON", tmp_path / "icons" / "socket-workbench.ico")
    setup = tmp_path / "dist" / "setup.exe"
    assert installer.main([str(folder), str(setup)]) == 0
    assert setup.read_bytes().startswith(b"MZ")


def test_a_failure_of_nsis_is_the_exit_code(installer, folder, tmp_path, monkeypatch):
    def run(words, **_):
        return subprocess.CompletedProcess(words, 1)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(installer, "WORK", tmp_path / "work")
    assert installer.main([str(folder), str(tmp_path / "setup.exe")]) == 1
