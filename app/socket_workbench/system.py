"""What systems do differently about a process: its signals, streams, keys and its user's folders.

`cli` and `gui` ask this module; `sockets` and `journal` have modules of their own for their
differences. Sources: Microsoft's reference of the C runtime and consoles; Apple's Human Interface
Guidelines. macOS is not tested.
"""

import errno
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

IS_MACOS = sys.platform == "darwin"

WATCHES_PROGRAMS = sys.platform.startswith("linux")
"""Whether the socket calls of other programs can be watched; see `watch.channel`."""

ENDING_SIGNALS = {signal.SIGINT, signal.SIGTERM}
"""Signals that ask the process to end."""

if sys.platform == "win32":
    ENDING_SIGNALS |= {signal.SIGBREAK}  # Ctrl-Break, and a console that is closed
else:
    ENDING_SIGNALS |= {signal.SIGHUP}

THREAD_STACK_BYTES = 4 << 20 if IS_MACOS else 0
"""The stack that a thread of Qt's needs; 0 for the default. It is 512 KiB on macOS, too little for
deep Python calls."""

_KEYS_ON_MACOS = {
    "F1": "Ctrl+?",  # the help of an application
    "F3": "Ctrl+G",  # the next match
    "Shift+F3": "Ctrl+Shift+G",
    "F11": "Meta+Ctrl+F",  # full screen; F11 shows the desktop
    "Ctrl+G": "Alt+Ctrl+G",
    "Ctrl+M": "Alt+Ctrl+M",  # Command-M minimises the window
}
"""What macOS uses for something else, or has another key for. As Qt has it, Ctrl is the Command
key there and Meta the Control key."""


_USER_FOLDERS = {
    # XDG Base Directory Specification 0.8; macOS' File System Programming Guide; on Windows the
    # folder that stays on this computer: sessions are too large to follow their user to others.
    "linux": {
        "data": ("XDG_DATA_HOME", ".local/share"),
        "settings": ("XDG_CONFIG_HOME", ".config"),
        "log": ("XDG_STATE_HOME", ".local/state"),
    },
    "darwin": {
        "data": ("", "Library/Application Support"),
        "settings": ("", "Library/Preferences"),
        "log": ("", "Library/Logs"),
    },
    "win32": dict.fromkeys(("data", "settings", "log"), ("LOCALAPPDATA", "AppData/Local")),
}
"""For each system and each sort of file, the variable that names its folder, and the folder in the
user's home where it is not set. For data and settings they are those of Qt's `QStandardPaths`
(`GenericDataLocation`, on Windows its local one, and `GenericConfigLocation`)."""


def user_folder(sort: Literal["data", "settings", "log"]) -> Path:
    """Return the folder in which all programs of the user keep this sort of file."""
    folders = _USER_FOLDERS.get(sys.platform, _USER_FOLDERS["linux"])
    variable, inside_home = folders[sort]
    named = Path(os.environ.get(variable, ""))
    # The specification wants relative paths to be ignored.
    return named if named.is_absolute() else _home() / inside_home


def runtime_folder(name: str) -> Path:
    """Return the folder of this name for sockets and locks of a program that runs.

    It is in the user's runtime folder (XDG Base Directory Specification), or where there is none in
    the temporary folder, which other users may write to: there, see whose the folder is.

    Raises:
        OSError: there is no temporary folder either.
    """
    import tempfile

    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and runtime.is_dir():
        return runtime / name
    if sys.platform != "win32":
        name = f"{name}-{os.getuid()}"
    return Path(tempfile.gettempdir()) / name


def local_socket_name(path: Path) -> str:
    """Return the name for a QLocalServer: a path, on Windows the name of a pipe made of it."""
    if os.name != "nt":
        return str(path)
    import hashlib

    digest = hashlib.blake2b(os.fsencode(path), digest_size=16).hexdigest()
    return f"{path.stem}-{digest}"


def let_others_come_to_front() -> None:
    """Let other processes bring their windows to the front, on Windows.

    There only the process in front may do so, or let others (AllowSetForegroundWindow). If this one
    is not in front, nothing happens.
    """
    if sys.platform == "win32":
        import ctypes

        any_process = -1  # ASFW_ANY
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        # HOME is not set, and the user has no entry in the password database.
        return Path("/")


def keys_here(keys: str) -> str:
    """Return the keys of this system for an action that has these on Linux and Windows."""
    return _KEYS_ON_MACOS.get(keys, keys) if IS_MACOS else keys


def hold_signals(numbers: Iterable[int]) -> None:
    """Block signals; Windows cannot."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, numbers)


@contextmanager
def signals_let_through(numbers: Iterable[int]) -> Iterator[None]:
    """Unblock signals while the block runs; pending ones come first."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def names_for(pattern: str) -> list[str]:
    """Return the names of the files that a word with `*` or `?` stands for, in order.

    Shells of POSIX put them in its place before a program starts; Windows' leave that to programs.
    As there, a word that fits no file stays as it is; as with Windows' own programs, folders are
    named in full, and brackets mean themselves.
    """
    if sys.platform == "win32":
        path = Path(pattern)
        if {"*", "?"} & set(path.name):
            found = path.parent.glob(path.name.replace("[", "[[]"))
            return sorted(map(str, found)) or [pattern]
    return [pattern]


def is_broken_pipe(error: Exception) -> bool:
    """Whether a write failed because its reader has left: EPIPE, on Windows EINVAL as well."""
    if isinstance(error, BrokenPipeError):
        return True
    return sys.platform == "win32" and getattr(error, "errno", None) == errno.EINVAL


def output_descriptor(stream: TextIO | None) -> int | None:
    """Return a stream's file descriptor, where there is one that takes bytes in its encoding."""
    if stream is None or sys.platform == "win32":  # a console there takes UTF-16 only
        return None
    try:
        return stream.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def open_terminal() -> TextIO | None:
    """Open the terminal of this process for reading, whatever standard input is.

    Returns:
        None if it has none.
    """
    try:
        return Path("CONIN$" if sys.platform == "win32" else "/dev/tty").open(encoding="utf-8")
    except OSError:
        return None


def read_piece(stream: TextIO, size: int) -> bytes:
    """Wait for a stream's next bytes, past Python's buffer; none at its end.

    Raises:
        OSError: it cannot be read any longer.
    """
    if sys.platform == "win32" and stream.isatty():
        # A descriptor of a console gives bytes of its code page, and does not know Ctrl-Z.
        return stream.buffer.raw.read(size) or b""  # type: ignore[attr-defined]
    return os.read(stream.fileno(), size)
