"""Freezes the program into one folder that needs no Python: dist/socket-workbench.

    python packaging/freeze.py

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
FROZEN = ROOT / "dist" / "socket-workbench"
WORK = ROOT / "build" / "frozen"


def freeze() -> None:
    """Run PyInstaller; raises `CalledProcessError` if it fails."""
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(FROZEN.parent), "--workpath", str(WORK)),
            str(SPEC),
        ],
        check=True,
    )


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


def main() -> int:
    """Make the folder, and tell its size; return the exit code."""
    try:
        freeze()
    except subprocess.CalledProcessError as error:
        print(f"PyInstaller ended with {error.returncode}: nothing was made.", file=sys.stderr)
        return 1
    strip(FROZEN)
    try:
        write_licences(FROZEN, WORK / SPEC.stem / "COLLECT-00.toc")
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{FROZEN.relative_to(ROOT)}: {size(FROZEN) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
