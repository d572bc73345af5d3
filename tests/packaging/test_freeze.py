import subprocess
import sys
from pathlib import Path

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


def test_symbols_are_removed_from_libraries_of_python_only(freeze, monkeypatch, tmp_path):
    for name in ("libpython3.11.so.1.0", "lib-dynload/_ssl.so", "numpy.libs/libopenblas.so"):
        file = tmp_path / "_internal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    stripped = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(freeze.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda words, **_: stripped.extend(words[2:]))
    freeze.strip(tmp_path)
    assert sorted(Path(name).name for name in stripped) == ["_ssl.so", "libpython3.11.so.1.0"]
