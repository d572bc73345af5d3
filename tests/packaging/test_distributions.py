"""The wheel and the sdist are whole, and the wheel is the program."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import distributions
import pytest

import socket_workbench

pytestmark = pytest.mark.timeout(180)  # 1300 files are packed twice


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return the sdist and the wheel, which were built twice and compared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1500000000")
        return distributions.check(tmp_path_factory.mktemp("built"))


def copied(wheel, path, *, without="", added=""):
    """Write a copy of a wheel that lacks one file, or has one more."""
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, old.read(name))
        if added:
            new.writestr(added, b"")
    return path


def test_a_file_too_many_or_too_few_is_found(built, tmp_path):
    sdist, wheel = built
    assert distributions.faults_of_wheel(wheel) == distributions.faults_of_sdist(sdist) == []

    more = copied(wheel, tmp_path / wheel.name, added="tests/test_stray.py")
    assert distributions.faults_of_wheel(more) == ["has tests/test_stray.py"]
    scenario = "socket_workbench/resources/scenarios/welcome.toml"
    fewer = copied(wheel, tmp_path / wheel.name, without=scenario)
    assert distributions.faults_of_wheel(fewer) == [f"lacks {scenario}"]

    with tarfile.open(tmp_path / sdist.name, "w:gz") as empty:
        empty.add(__file__, "elsewhere.py")
    assert "has elsewhere.py" in distributions.faults_of_sdist(tmp_path / sdist.name)


def test_the_metadata_names_the_version_the_extras_and_both_commands(built):
    _, wheel = built
    with zipfile.ZipFile(wheel) as archive:
        about = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = archive.read(about).decode().splitlines()
        points = archive.read(about.replace("METADATA", "entry_points.txt")).decode()

    assert f"Version: {socket_workbench.__version__}" in metadata
    assert {"Provides-Extra: plots", "Provides-Extra: all"} <= set(metadata)
    start = "socket_workbench.__main__:run"
    assert f"[console_scripts]\nsocket-workbench = {start}\n" in points
    assert f"[gui_scripts]\nsocket-workbench-window = {start}\n" in points


def test_it_works_where_it_is_installed(built, tmp_path):
    """What it needs is taken from this environment; `make packages` installs that, too."""
    _, wheel = built
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    place = ["--no-index", "--no-deps", "--no-compile", "--target", str(tmp_path)]
    subprocess.run([*pip, "install", *place, str(wheel)], check=True, timeout=50)
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    paths = os.pathsep.join((str(tmp_path), sysconfig.get_path("purelib")))
    environment = {**os.environ, "PYTHONPATH": paths}

    versions = distributions.use(tmp_path / "bin", environment)

    assert versions.startswith(f"socket-workbench {socket_workbench.__version__}\nPython: ")
    where = "import socket_workbench; print(socket_workbench.__file__)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", where], env=environment, capture_output=True
    )
    assert Path(found.stdout.decode().strip()).is_relative_to(tmp_path)


def test_a_build_that_fails_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(distributions, "ROOT", tmp_path)

    assert distributions.main([str(tmp_path / "dist")]) == 1
    assert "hatchling" in capsys.readouterr().err


def test_a_python_that_does_not_start_is_none(tmp_path, monkeypatch):
    """Version managers put stubs on PATH for versions that are not chosen."""
    for name, code in (("python3.98", 127), ("python3.99", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    found = [distributions.python_of(f"python3.{minor}") for minor in (97, 98, 99)]

    assert found == [None, None, str(tmp_path / "python3.99")]
