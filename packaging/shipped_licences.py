"""Collects the licences of all that is in the frozen folder; `freeze.py` calls it.

What is installed tells its own (`gui/licences/notices.py`). Beside it the folder has the program of
PyInstaller that starts it, and on Linux libraries of the system, whose licences Debian keeps.
"""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

import msgspec

from socket_workbench.gui.licences.notices import SHIPPED, Notice, installed_notices

DOCUMENTS = Path("/usr/share/doc")
TEXT = "LICENCES.txt"
"""The name of the file beside the program that has all texts."""


class LicenceError(Exception):
    """The licence of something in the folder is not known; the message is a sentence."""


def write_licences(folder: Path, listed: Path) -> None:
    """Put the licences into the folder: where About finds them, and as a text beside the program.

    Args:
        folder: the frozen folder.
        listed: PyInstaller's list of what it has put there (`COLLECT-00.toc`).

    Raises:
        LicenceError: the licence of a library is not known.
    """
    found = [*installed_notices(), _starter()]
    if sys.platform.startswith("linux"):
        # Elsewhere all others come with Python, whose licence has theirs.
        found += system_notices(system_libraries(listed))
    place = folder / "_internal" / "socket_workbench" / "resources" / "licences" / SHIPPED
    place.write_bytes(msgspec.json.encode(found))
    (folder / TEXT).write_text("\n\n".join(map(_chapter, found)), "utf-8")


def system_libraries(listed: Path) -> list[Path]:
    """Return the libraries in PyInstaller's list that come with neither Python nor a package."""
    entries = ast.literal_eval(listed.read_text("utf-8"))[0]
    own = [Path(prefix).resolve() for prefix in {sys.prefix, sys.base_prefix} - {"/usr"}]
    files = {Path(source).resolve() for _, source, kind in entries if kind == "BINARY"}
    return sorted(file for file in files if not any(file.is_relative_to(each) for each in own))


def system_notices(libraries: Iterable[Path]) -> list[Notice]:
    """Return the licences of Debian's packages that libraries are from.

    Raises:
        LicenceError: a library is from no package, or that has no licence.
    """
    packages: dict[str, Path] = {}
    for library in libraries:
        packages.setdefault(_package(library), library)
    notices = []
    for package, library in sorted(packages.items()):
        file = DOCUMENTS / package / "copyright"
        if not file.is_file():
            raise LicenceError(f"The licence of {library} is not known: there is no {file}.")
        notices.append(Notice(package, "", "", file.read_text("utf-8", "replace").strip("\n")))
    return notices


def _package(library: Path) -> str:
    """Return the name of the package that has a file, which dpkg may know without `/usr`."""
    dpkg = shutil.which("dpkg-query")
    for name in (str(library), str(library).removeprefix("/usr")):
        words = [dpkg or "dpkg-query", "--search", name]
        done = subprocess.run(words, capture_output=True, text=True, check=False) if dpkg else None
        if done is not None and done.returncode == 0:
            return done.stdout.partition(":")[0]
    raise LicenceError(f"The licence of {library} is not known: no package of Debian has it.")


def _starter() -> Notice:
    made = distribution("pyinstaller")
    files = [file for file in made.files or () if file.name.startswith("COPYING")]
    text = "\n\n".join(Path(str(file.locate())).read_text("utf-8") for file in files)
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return Notice("PyInstaller (what starts the program)", made.version, licence, text)


def _chapter(notice: Notice) -> str:
    title = f"{notice.name} {notice.version}".rstrip()
    head = [title, "=" * len(title), *([notice.licence] if notice.licence else [])]
    return "\n".join([*head, "", notice.text, ""])
