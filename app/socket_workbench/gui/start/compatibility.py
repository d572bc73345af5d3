"""Checks whether a window can be created, since Qt aborts the process if it cannot.

The functions return a sentence that says what is wrong, or an empty text.
"""

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from socket_workbench.gui.start.early_fonts import read_font_configuration
from socket_workbench.gui.start.quick_import import import_pyside
from socket_workbench.installation import remedy_for_missing
from socket_workbench.language import tr

_MISSING_LIBRARY = re.compile(r"(?P<library>\S+\.so[.\d]*): cannot open shared object file")


def obstacle_to_window() -> str:
    """Return the sentence that says why no window can be opened, or an empty text.

    It detects incompatible versions of PySide6 and Python, missing system libraries, and a missing
    or unresponsive display. It can block while an X server is slow to respond; call it once, before
    there is a window.
    """
    if sys.platform.startswith("linux"):
        read_font_configuration()
    try:
        import_pyside()
    except ImportError as error:
        return sentence_for_load_error(error)
    import PySide6

    obstacle = obstacle_of_versions(PySide6.__version__, sys.version_info[:2])
    if obstacle:
        return obstacle
    return obstacle_on_linux(os.environ) if sys.platform.startswith("linux") else ""


def obstacle_of_versions(pyside_version: str, python_version: tuple[int, ...]) -> str:
    """Return what is wrong with these versions of PySide6 and Python, or an empty text.

    PySide6 6.12 drops a reference to None or True on each call; where these are not immortal
    (Python before 3.12, see PEP 683), the process aborts after some hundred calls.
    """
    pyside = tuple(int(number) for number in re.findall(r"\d+", pyside_version)[:2])
    if pyside < (6, 12) or python_version >= (3, 12):
        return ""
    return tr(
        "PySide6 {pyside} makes Python {python} abort; an earlier one does not. {remedy}"
        " Or use Python 3.12 or 3.13.",
        pyside=pyside_version,
        python=".".join(str(number) for number in python_version),
        remedy=remedy_for_missing("PySide6-Essentials<6.12"),
    )


def obstacle_on_linux(environment: Mapping[str, str]) -> str:
    """Return why none of the platforms that Qt would try can create a window, or an empty text."""
    platforms = wanted_platforms(environment)
    if not platforms:
        return tr(
            "There is no display to open a window on."
            " Use `socket-workbench serve`, `connect` or `run`, which need none, or set DISPLAY."
        )
    obstacles = [_obstacle_of_platform(name, environment) for name in platforms]
    return obstacles[0] if all(obstacles) else ""


def wanted_platforms(environment: Mapping[str, str]) -> list[str]:
    """Return the names of the platforms that Qt would try on Linux.

    QT_QPA_PLATFORM is a list `name:arguments;...`; without it, Qt chooses by the desktop session.
    """
    asked = environment.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.partition(":")[0] for name in asked.split(";")]
    offered = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    return [name for name, variable in offered.items() if environment.get(variable)]


def sentence_for_load_error(error: Exception) -> str:
    """Return a sentence that says why Qt cannot be loaded and what to do."""
    found = _MISSING_LIBRARY.search(str(error))
    if not found:
        return tr(
            "The window needs PySide6, which cannot be loaded ({reason}). {remedy} Or use"
            " `socket-workbench serve`, `connect` or `run`, which need no window.",
            reason=error,
            remedy=remedy_for_missing("PySide6-Essentials"),
        )
    library = found["library"]
    return tr(
        "Qt needs the system library {library}, which is missing here. Install it"
        " (on Debian or Ubuntu: sudo apt-get install {package}), or use"
        " `socket-workbench serve`, `connect` or `run`, which need no window.",
        library=library,
        package=debian_package(library),
    )


def debian_package(library: str) -> str:
    """Return the name of the Debian package that holds a library, such as `libegl1`.

    By Debian Policy 8.1: the library's name in lower case and its version, with a hyphen between
    them where the name ends in a digit. Packages of several libraries have their own names.
    """
    shared = {"libGL.so.1": "libgl1", "libgthread-2.0.so.0": "libglib2.0-0"}
    shared["libglib-2.0.so.0"] = shared["libgthread-2.0.so.0"]
    name, _, version = library.partition(".so.")
    hyphen = "-" if name[-1:].isdigit() else ""
    return shared.get(library, f"{name.lower()}{hyphen}{version}")


def _obstacle_of_platform(name: str, environment: Mapping[str, str]) -> str:
    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath), "platforms")
    plugin = folder / f"libq{name}.so"
    if not plugin.exists():
        return tr(
            "Qt has no platform named {name}. Correct QT_QPA_PLATFORM, or unset it.", name=name
        )
    try:
        # Qt aborts if a library of its plugin is missing; loading it here raises an error instead.
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return sentence_for_load_error(error)
    answers = {"xcb": _x_server_answers, "wayland": _wayland_answers}.get(name, lambda _: True)
    if answers(environment):
        return ""
    return tr(
        "The display {display} does not answer. Correct DISPLAY, or use"
        " `socket-workbench serve`, `connect` or `run`, which need none.",
        display=environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY", ""),
    )


def _x_server_answers(environment: Mapping[str, str]) -> bool:
    """Try to connect to the X server as Qt does, using the authority file."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    # xcb_connect returns an object also on failure, to be checked and freed.
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(environment.get("DISPLAY", "")), None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    folder = environment.get("XDG_RUNTIME_DIR", "")
    return Path(folder, environment.get("WAYLAND_DISPLAY", "wayland-0")).is_socket()
