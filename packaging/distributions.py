"""Builds the wheel and the sdist, and checks both.

    python packaging/distributions.py FOLDER [PYTHON...]

FOLDER gets both. They are built twice and compared, their contents are compared with the sources,
and the wheel is installed into an empty environment of each PYTHON, used, and uninstalled. The time
in them is SOURCE_DATE_EPOCH, in seconds.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = "socket-workbench"
PACKAGE = "socket_workbench"


class FaultError(Exception):
    """A distribution is not as it has to be."""


def build(source: Path, folder: Path) -> tuple[Path, Path]:
    """Build the sdist and the wheel of a source tree into a folder; return their paths.

    Raises:
        FaultError: there is not one of each afterwards.
        CalledProcessError: the build failed.
    """
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder.absolute())]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    sdists, wheels = [*folder.glob("*.tar.gz")], [*folder.glob("*.whl")]
    if (len(sdists), len(wheels)) != (1, 1):
        raise FaultError(f"{folder} holds {len(sdists)} sdists and {len(wheels)} wheels")
    return sdists[0], wheels[0]


def faults_of_wheel(wheel: Path) -> list[str]:
    """Return what a wheel has beside the package, and what it lacks of it; empty if it is whole."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    version = wheel.name.split("-")[1]
    own = {name for name in names if not name.startswith(f"{PACKAGE}-{version}.dist-info/")}
    wanted = {f"{PACKAGE}/{name}" for name in _files(ROOT / "app" / PACKAGE)}
    wanted |= {f"{PACKAGE}/resources/{name}" for name in _files(ROOT / "resources")}
    return _differences(own, wanted)


def faults_of_sdist(sdist: Path) -> list[str]:
    """Return what an sdist has outside its folder, and what it lacks; empty if it is whole."""
    with tarfile.open(sdist) as archive:
        names = {member.name for member in archive.getmembers() if member.isfile()}
    top = sdist.name.removesuffix(".tar.gz")
    wanted = {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE", ".gitignore"}
    for name in _included():
        path = ROOT / name
        wanted |= {f"{name}/{file}" for file in _files(path)} if path.is_dir() else {name}
    return _differences(names, {f"{top}/{name}" for name in wanted})


def _included() -> list[str]:
    """Return the folders and files that the sdist is told to hold, beside what each one has."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        tool = tomllib.load(file)["tool"]
    included: list[str] = tool["hatch"]["build"]["targets"]["sdist"]["include"]
    return included


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _differences(found: set[str], wanted: set[str]) -> list[str]:
    return [f"has {name}" for name in sorted(found - wanted)] + [
        f"lacks {name}" for name in sorted(wanted - found)
    ]


def check(folder: Path) -> tuple[Path, Path]:
    """Build both into a folder, and again from the sdist.

    Raises:
        FaultError: the bytes differ, or the contents are not those of the sources.
    """
    built = sdist, wheel = build(ROOT, folder)
    with tempfile.TemporaryDirectory() as made:
        with tarfile.open(sdist) as archive:
            archive.extractall(made, filter="data")
        unpacked = Path(made) / sdist.name.removesuffix(".tar.gz")
        for one, other in zip(built, build(unpacked, Path(made) / "again"), strict=True):
            if one.read_bytes() != other.read_bytes():
                raise FaultError(f"{one.name} is another one when it is built from the sdist")
    if faults := [*faults_of_wheel(wheel), *faults_of_sdist(sdist)]:
        raise FaultError("\n".join(faults))
    return sdist, wheel


def use(folder: Path, environment: dict[str, str]) -> str:
    """Use the program that is installed in a folder of scripts; return what `--version` prints.

    Raises:
        CalledProcessError: a command failed.
    """
    program = str(folder / PROGRAM)
    python = str(folder / "python")
    module = [python, "-P", "-m", PACKAGE]
    _printed([*module, "run", "welcome", "--at", "127.0.0.1:0"], environment)
    versions = _printed([program, "--version"], environment)
    if versions != _printed([*module, "--version"], environment):
        raise FaultError("the command and the module are of different versions")
    return versions


def _printed(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return done.stdout.decode()


def install(python: str, wheel: Path) -> str:
    """Install a wheel with all extras where nothing else is, use it, and uninstall it.

    Returns:
        What `--version` prints.

    Raises:
        FaultError: a file is left of it.
        CalledProcessError: a command failed.
    """
    environment = {name: os.environ[name] for name in os.environ if name != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as made:
        empty = Path(made) / "environment"
        subprocess.run([python, "-m", "venv", str(empty)], check=True)
        pip = [str(empty / "bin" / "python"), "-m", "pip", "--quiet"]
        subprocess.run([*pip, "install", f"{wheel}[all]"], check=True, env=environment)
        subprocess.run([*pip, "check"], check=True, env=environment)
        versions = use(empty / "bin", environment)
        subprocess.run([*pip, "uninstall", "--yes", PROGRAM], check=True, env=environment)
        if left := [name for name in _files(empty) if "workbench" in name]:
            raise FaultError(f"uninstalled with {python}, these are left: {', '.join(left)}")
    return versions


def python_of(name: str) -> str | None:
    """Return the path of a Python; None if there is none, or only a stub that starts none."""
    path = shutil.which(name)
    if path is None:
        return None
    done = subprocess.run([path, "-c", ""], stderr=subprocess.DEVNULL, check=False)
    return path if done.returncode == 0 else None


def main(words: list[str]) -> int:
    """Do all of it; print what was done. Return the exit code."""
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.whl"), *folder.glob(f"{PACKAGE}-*.tar.gz")]:
        old.unlink()
    try:
        sdist, wheel = check(folder)
        subprocess.run(
            [sys.executable, "-m", "twine", "check", "--strict", str(sdist), str(wheel)], check=True
        )
        print(f"{sdist.name} and {wheel.name}: the same bytes twice, and whole")
        pythons = [python_of(name) for name in words[1:]]
        for name, python in zip(words[1:], pythons, strict=True):
            if python is None:
                print(f"not installed with {name}, which is not here")
                continue
            versions = install(python, wheel).splitlines()
            print(f"installed, used and uninstalled: {', '.join(versions)}")
    except (FaultError, subprocess.CalledProcessError) as error:
        output = getattr(error, "stderr", None) or b""
        print(error, output.decode(errors="replace"), sep="\n", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
