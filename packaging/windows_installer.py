"""Makes the installer for Windows of a frozen folder, with NSIS.

    python packaging/windows_installer.py FOLDER SETUP

FOLDER is the one with the programs, SETUP the file to write. `packaging/windows/installer.nsi` is
the script.
"""

import subprocess
import sys
from pathlib import Path, PureWindowsPath

from socket_workbench import __version__

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "packaging" / "windows" / "installer.nsi"
WORK = ROOT / "build" / "installer"
ICON = ROOT / "build" / "icons" / "socket-workbench.ico"


def removal(folder: Path) -> str:
    """Return the macro of NSIS that removes each file of a folder, and folders that are empty."""
    paths = sorted(folder.rglob("*"), reverse=True)  # what is in a folder comes before it
    lines = [
        f'  {"RMDir" if path.is_dir() else "Delete"} "$INSTDIR\\{_quoted(path, folder)}"'
        for path in paths
    ]
    return "\n".join(["!macro REMOVE_FILES", *lines, "!macroend", ""])


def numbers(version: str) -> str:
    """Return a version as Windows wants it, four numbers."""
    return ".".join((*version.split("."), "0", "0", "0")[:4])


def _quoted(path: Path, folder: Path) -> str:
    return str(PureWindowsPath(path.relative_to(folder))).replace("$", "$$")


def main(words: list[str]) -> int:
    """Make the installer; return the exit code of NSIS."""
    folder, setup = (Path(word).absolute() for word in words)
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "removal.nsh").write_text(removal(folder), "utf-8")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    values = {
        "FOLDER": folder,
        "SETUP": setup,
        "ICON": ICON,
        "REMOVAL": WORK / "removal.nsh",
        "VERSION": __version__,
        "NUMBERS": numbers(__version__),
        "KILOBYTES": size // 1024,
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    setup.parent.mkdir(parents=True, exist_ok=True)
    code = subprocess.run(["makensis", "-V2", *defined, str(SCRIPT)], check=False).returncode
    if code == 0:
        print(f"{setup}: {setup.stat().st_size / 1e6:.0f} MB, {size / 1e6:.0f} MB installed")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
