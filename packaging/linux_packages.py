"""Packs the folder that needs no Python for Linux, as a tarball and as a Debian package.

    python packaging/linux_packages.py FROZEN FOLDER

FROZEN is what `make frozen` built. FOLDER gets both; the same files give the same bytes. The time
in them is SOURCE_DATE_EPOCH, in seconds.
"""

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

import share
from frozen_files import is_elf

from socket_workbench import __version__

ROOT = Path(__file__).parents[1]
PROGRAM = "socket-workbench"
MACHINE = platform.machine()
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(MACHINE, MACHINE)
"""What Debian calls the kind of machine."""

SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
}
"""Libraries that the folder leaves to the system, and Debian's packages of them.

Ubuntu 24.04 has another name for the one of GLib.
"""

GCC = {29: 11, 30: 12, 31: 13, 32: 13, 33: 14}
"""The version of GCC, and so of Debian's libstdc++6, that has the symbols of GLIBCXX_3.4.x:
https://gcc.gnu.org/onlinedocs/libstdc++/manual/abi.html
"""


class FaultError(Exception):
    """The folder cannot be packed."""


def headers(folder: Path) -> str:
    """Return what objdump tells of the programs and libraries in a folder."""
    files = [path for path in folder.rglob("*") if is_elf(path)]
    if not files:
        return ""
    # Its exit code is 1 where one file has no dynamic section.
    return subprocess.run(
        ["objdump", "-p", *map(str, files)], capture_output=True, text=True, check=False
    ).stdout


def system_libraries(folder: Path) -> set[str]:
    """Return the libraries that the files of a folder are linked with, and that are not in it."""
    names = {path.name for path in folder.rglob("*")}
    needed = set(re.findall(r"^\s*NEEDED\s+(\S+)", headers(folder), re.MULTILINE))
    return {name for name in needed - names if not name.startswith("ld-linux")}


def newest_symbols(folder: Path, prefix: str) -> int:
    """Return the newest version of symbols that files of a folder are linked with.

    Args:
        folder: the folder.
        prefix: what stands before the number, such as `GLIBC_2.`.
    """
    found = re.findall(rf"\s{re.escape(prefix)}(\d+)\b", headers(folder))
    return max(map(int, found), default=0)


def dependencies(folder: Path) -> str:
    """Return the packages that a folder needs, as the field Depends has them.

    Raises:
        FaultError: a library is in no known package, or a version of one.
    """
    libraries = system_libraries(folder)
    if unknown := sorted(libraries - SYSTEM_LIBRARIES.keys()):
        raise FaultError(f"no Debian package is known for {', '.join(unknown)}: see {__file__}")
    symbols = newest_symbols(folder, "GLIBCXX_3.4.")
    if symbols > max(GCC):
        raise FaultError(f"no GCC is known that has GLIBCXX_3.4.{symbols}: see {__file__}")
    least = {
        "libc6": f"2.{newest_symbols(folder, 'GLIBC_2.')}",
        "libstdc++6": str(GCC.get(symbols, min(GCC.values()))),
    }
    packages = sorted({SYSTEM_LIBRARIES[name] for name in libraries})
    return ", ".join(f"{name} (>= {least[name]})" if name in least else name for name in packages)


def needs(folder: Path) -> str:
    """Return on which systems the program starts, as the end of a sentence."""
    return f"Linux on {MACHINE} with glibc 2.{newest_symbols(folder, 'GLIBC_2.')} or newer"


def tarball(frozen: Path, folder: Path) -> Path:
    """Pack the program with its installer for a user without rights; return the path."""
    top = f"{PROGRAM}-{__version__}-linux-{MACHINE}"
    path = folder / f"{top}.tar.xz"
    with tempfile.TemporaryDirectory() as made:
        tree = Path(made) / top
        shutil.copytree(frozen, tree / "program", symlinks=True)
        share.make(tree / "share")
        _copy(ROOT / "packaging" / "desktop" / "install.sh", tree / "install.sh", 0o755)
        _copy(ROOT / "LICENSE", tree / "LICENSE")
        (tree / "program-needs").write_text(f"{needs(frozen)}\n", "utf-8")
        with tarfile.open(path, "w:xz") as archive:
            archive.add(tree, top, recursive=False, filter=_anonymous)
            for file in sorted(tree.rglob("*")):
                name = f"{top}/{file.relative_to(tree).as_posix()}"
                archive.add(file, name, recursive=False, filter=_anonymous)
    return path


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who packed it, and when."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = _epoch()
    if not member.issym():
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def _epoch() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))


def _copy(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def debian_package(frozen: Path, folder: Path) -> Path:
    """Pack the program for Debian and what descends from it; return the path.

    Raises:
        FaultError: it needs a library whose package is not known.
        CalledProcessError: dpkg-deb failed.
    """
    path = folder / f"{PROGRAM}_{__version__}_{ARCHITECTURE}.deb"
    with tempfile.TemporaryDirectory() as made:
        tree = Path(made) / "tree"
        make_debian_tree(frozen, tree)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(path)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_epoch())}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return path


def make_debian_tree(frozen: Path, tree: Path) -> None:
    """Lay out all files of the package, those about it in DEBIAN."""
    shutil.copytree(frozen, tree / "usr" / "lib" / PROGRAM, symlinks=True)
    (tree / "usr" / "bin").mkdir()
    (tree / "usr" / "bin" / PROGRAM).symlink_to(f"../lib/{PROGRAM}/{PROGRAM}")
    shared = tree / "usr" / "share"
    share.make(shared)
    # Where Debian's zsh looks for the completion of packages.
    (shared / "zsh" / "site-functions").rename(shared / "zsh" / "vendor-completions")
    manual = shared / "man" / "man1" / f"{PROGRAM}.1"
    _pack(manual.with_name(f"{manual.name}.gz"), manual.read_bytes())
    manual.unlink()

    sources = ROOT / "packaging" / "debian"
    documents = shared / "doc" / PROGRAM
    documents.mkdir(parents=True)
    licence = "\n".join(f" {line or '.'}" for line in (ROOT / "LICENSE").read_text().splitlines())
    (documents / "copyright").write_text(
        (sources / "copyright").read_text("utf-8").replace("@LICENCE@", licence), "utf-8"
    )
    _pack(documents / "changelog.gz", _debian_changelog().encode())
    _pack(documents / "NEWS.gz", (ROOT / "CHANGELOG.md").read_bytes())
    _copy(sources / "lintian-overrides", shared / "lintian" / "overrides" / PROGRAM)
    _anonymise(tree)
    _write_control(tree, (sources / "control").read_text("utf-8"))


def _pack(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(data, 9, mtime=0))


def _debian_changelog() -> str:
    """Return the one entry that policy asks for; NEWS.gz says what has changed."""
    date = formatdate(_epoch())
    return (
        f"{PROGRAM} ({__version__}) unstable; urgency=medium\n\n"
        "  * What has changed is in NEWS.gz.\n\n"
        f" -- {_maintainer()}  {date}\n"
    )


def _maintainer() -> str:
    control = (ROOT / "packaging" / "debian" / "control").read_text("utf-8")
    return next(
        line.partition(": ")[2] for line in control.splitlines() if line.startswith("Maintainer")
    )


def _anonymise(tree: Path) -> None:
    """Set modes and times that do not depend on who packs it."""
    for path in sorted(tree.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            # No library is run; those of wheels have the mode of programs.
            is_library = path.is_file() and ".so" in path.name
            path.chmod(0o755 if runs and not is_library else 0o644)
        os.utime(path, (_epoch(), _epoch()), follow_symlinks=False)


def _write_control(tree: Path, text: str) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(tree).as_posix()}\n"
        for path in files
    ]
    values = {
        "@VERSION@": __version__,
        "@ARCHITECTURE@": ARCHITECTURE,
        "@SIZE@": str(sum(path.stat().st_size for path in files) // 1024),
        "@DEPENDS@": dependencies(tree / "usr" / "lib" / PROGRAM),
    }
    for name, value in values.items():
        text = text.replace(name, value)
    (tree / "DEBIAN").mkdir(mode=0o755)
    (tree / "DEBIAN" / "control").write_text(text, "utf-8")
    (tree / "DEBIAN" / "md5sums").write_text("".join(sums), "utf-8")
    _anonymise(tree / "DEBIAN")


def main(words: list[str]) -> int:
    """Make both packages, and print their sizes. Return the exit code."""
    frozen, folder = map(Path, words)
    if not (frozen / PROGRAM).is_file():
        print(f"{frozen} holds no program: run 'make frozen' first.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob(f"{PROGRAM}-*.tar.xz"), *folder.glob(f"{PROGRAM}_*.deb")]:
        old.unlink()
    try:
        for path in (tarball(frozen, folder), debian_package(frozen, folder)):
            print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
    except (FaultError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
