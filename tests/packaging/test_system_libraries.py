"""The set-up installs just what is missing, and says so in one sentence where it may not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "system-libraries.sh"
PRESENT = "libQt6Core.so.6 => /lib/libQt6Core.so.6 (0x1)"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose linker, package tools and user are ours: programs ahead on the path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("MACHINE", str(tmp_path))

    def install(name, body):
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)

    install("ldd", 'cat "$MACHINE/libraries"')
    install("id", "echo 0")
    install(
        "apt-get",
        'echo "$*" >>"$MACHINE/asked"; [ ! -f "$MACHINE/after" ] || '
        'case "$*" in *install*) cp "$MACHINE/after" "$MACHINE/libraries";; esac',
    )
    install("sudo", "exit 1")
    return Machine(tmp_path, install)


class Machine:
    def __init__(self, folder, install):
        self.folder = folder
        self.install = install

    def lacks(self, *libraries):
        (self.folder / "libraries").write_text(self._linker_says(libraries))

    def lacks_after_installing(self, *libraries):
        (self.folder / "after").write_text(self._linker_says(libraries))

    def set_up(self, purpose="window"):
        return subprocess.run(
            [SCRIPT, sys.executable, purpose], capture_output=True, text=True, check=False
        )

    @property
    def asked(self):
        path = self.folder / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def _linker_says(self, libraries):
        return "\n".join([PRESENT, *(f"\t{library} => not found" for library in libraries)]) + "\n"


def test_nothing_is_installed_where_nothing_is_missing(machine):
    machine.lacks()

    result = machine.set_up()

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert machine.asked == []


def test_just_what_is_missing_is_installed(machine):
    machine.lacks("libEGL.so.1", "libxcb-cursor.so.0", "libgthread-2.0.so.0", "libdbus-1.so.3")
    machine.lacks_after_installing()

    result = machine.set_up()

    assert result.returncode == 0
    assert machine.asked[-1].endswith(" libdbus-1-3 libegl1 libglib2.0-0 libxcb-cursor0")
    assert result.stderr == ""


def test_who_may_not_install_gets_one_sentence_with_the_names(machine):
    machine.lacks("libEGL.so.1", "libxkbcommon-x11.so.0")
    machine.install("id", "echo 1000")

    result = machine.set_up()

    assert result.returncode == 1
    assert machine.asked == []
    assert len(result.stderr.splitlines()) == 1
    assert "libEGL.so.1 libxkbcommon-x11.so.0" in result.stderr
    assert result.stderr.endswith("sudo apt-get install libegl1 libxkbcommon-x11-0\n")


def test_sudo_without_a_password_is_enough(machine):
    machine.lacks("libGL.so.1")
    machine.lacks_after_installing()
    machine.install("id", "echo 1000")
    machine.install("sudo", 'shift; exec "$@"')

    result = machine.set_up()

    assert result.returncode == 0
    assert machine.asked[-1].endswith(" libgl1")


def test_what_cannot_be_installed_is_named(machine):
    machine.lacks("libEGL.so.1", "libGL.so.1")
    machine.lacks_after_installing("libGL.so.1")

    result = machine.set_up()

    assert result.returncode == 1
    assert "(libGL.so.1)" in result.stderr


def test_the_real_qt_finds_everything_it_needs_for_these_tests():
    result = subprocess.run(
        [SCRIPT, sys.executable, "offscreen"], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
