"""Freezes the program into one folder that needs no Python: dist/socket-workbench.

    python packaging/freeze.py [FOLDER]

FOLDER is where the folder of the program is put, in place of `dist`.
It needs PyInstaller, which the extra `packages` installs, and all that the program uses, installed
in the Python that runs this. The folder is for the system on which it is made.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from shipped_licences import LicenceError, write_licences

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "packaging" / "frozen.spec"
BUILD = ROOT / "build"
NAME = "socket-workbench"


def freeze(place: Path) -> None:
    """Run PyInstaller; raises `CalledProcessError` if it fails."""
    if sys.platform in ("win32", "darwin"):
        icons = [sys.executable, str(ROOT / "packaging" / "icons.py"), str(BUILD / "icons")]
        subprocess.run(icons, check=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(place), "--workpath", str(_work())),
            str(SPEC),
        ],
        check=True,
    )


def _work() -> Path:
    return BUILD / f"frozen-{sys.platform}"


def strip(folder: Path) -> None:
    """Remove the symbols of Python's own libraries on Linux; where built here, they have them.

    Those of wheels have none, and some were changed in ways that `strip` does not understand.
    """
    program = shutil.which("strip")
    if program is None or not sys.platform.startswith("linux"):
        return
    libraries = [*folder.glob("_internal/libpython*"), *folder.rglob("lib-dynload/*.so")]
    subprocess.run([program, "--strip-unneeded", *map(str, libraries)], check=True)


def size(folder: Path) -> int:
    """Return how many bytes the files of a folder have; links count nothing."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files)


def main(words: list[str]) -> int:
    """Make the folder, and tell its size; return the exit code."""
    place = Path(words[0]).absolute() if words else ROOT / "dist"
    frozen = place / NAME
    try:
        freeze(place)
    except subprocess.CalledProcessError as error:
        print(f"PyInstaller ended with {error.returncode}: nothing was made.", file=sys.stderr)
        return 1
    strip(frozen)
    try:
        write_licences(frozen, _work() / SPEC.stem / "COLLECT-00.toc")
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{frozen}: {size(frozen) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
