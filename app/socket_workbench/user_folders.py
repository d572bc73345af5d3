"""Where the program keeps what is its user's: settings, sessions, the log.

By default in the folders that the system has for that. In *portable mode* all of it is in one
folder beside the program, so that it moves with the program, for instance on a USB drive. The mode
is on where a file `MARKER` is beside the program, or after `be_portable`.
"""

import os
import sys
from binascii import crc32
from functools import cache
from pathlib import Path

from socket_workbench.installation import is_frozen
from socket_workbench.system import runtime_folder, user_folder

NAME = "socket-workbench"

MARKER = "portable.txt"
"""The name of the file that turns portable mode on; its content is not read."""

PORTABLE_FOLDER = "socket-workbench-data"
"""The name of the folder beside the program that holds everything in portable mode."""

_asked: list[Path] = []


def be_portable() -> None:
    """Turn portable mode on for this process; call it before anything is read or written."""
    _asked[:] = [program_folder()]


def portable_folder() -> Path | None:
    """Return the folder that holds everything in portable mode, or None if the mode is off."""
    if _asked:
        return _asked[0] / PORTABLE_FOLDER
    folder = program_folder()
    return folder / PORTABLE_FOLDER if _has_marker(folder) else None


def program_folder() -> Path:
    """Return the folder that the program is in.

    Of a frozen program that is the folder of its executable, otherwise that of the Python
    environment in which it is installed.
    """
    if is_frozen():
        return Path(sys.executable).parent
    return Path(sys.prefix)


def data_folder() -> Path:
    """Return the folder of the user's data."""
    return portable_folder() or user_folder("data") / NAME


def sessions_folder() -> Path:
    """Return the folder of unsaved sessions."""
    return data_folder() / "sessions"


def windows_folder() -> Path:
    """Return the folder in which each window keeps its panes, its size and its place."""
    return data_folder() / "windows"


def settings_file() -> Path:
    """Return the file of the settings that all windows share."""
    return (portable_folder() or user_folder("settings") / NAME) / f"{NAME}.ini"


def log_file() -> Path:
    """Return the file of the program's log."""
    return (portable_folder() or user_folder("log") / NAME) / "log" / f"{NAME}.log"


def instance_file() -> Path:
    """Return the file at which the program listens that runs with this data folder.

    Its lock shows whether there is such a program. Where the system has no folder for it, it is in
    the data folder.
    """
    # One user has few such folders; a module of secure digests takes a while to be loaded.
    digest = f"{crc32(os.fsencode(data_folder().resolve())):08x}"
    try:
        return runtime_folder(NAME) / digest
    except OSError:
        return data_folder() / "running" / digest


@cache
def _has_marker(folder: Path) -> bool:
    return os.path.lexists(folder / MARKER)
