"""Which files are part of the frozen program; `frozen.spec` asks.

PyInstaller finds all plugins of the Qt modules that are imported, and the libraries that these
need. Few are used, so the others are left out, and with them the libraries that nothing else needs.
"""

import fnmatch
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]
"""An entry of PyInstaller's lists: a path in the folder, the file that goes there, and its type."""

KEPT = (
    "*/plugins/iconengines/*svgicon*",
    "*/plugins/imageformats/*svg*",
    "*/plugins/platforminputcontexts/*",
    "*/plugins/platforms/*cocoa*",
    "*/plugins/platforms/*offscreen*",
    "*/plugins/platforms/*wayland*",
    "*/plugins/platforms/*qwindows*",
    "*/plugins/platforms/*xcb*",
    "*/plugins/platformthemes/*xdgdesktopportal*",
    "*/plugins/wayland-decoration-client/*",
    "*/plugins/wayland-shell-integration/*xdg-shell*",
    "*/translations/qtbase_*",
)
"""Patterns, as fnmatch has them (`*` matches `/`), of files that stay whatever `LEFT_OUT` says."""

LEFT_OUT = (
    "PySide6/*plugins/*",
    "PySide6/*translations/*",
    "pyqtgraph/icons/peegee/*",
)
"""Patterns of files that are left out."""

OF_THE_SYSTEM = (
    "libX11*",
    "libXau.*",
    "libXdmcp.*",
    "libdbus-1.*",
    "libexpat.*",
    "libfontconfig.*",
    "libfreetype.*",
    "libgcc_s.*",
    "libglib-2.0.*",
    "libgthread-2.0.*",
    "libstdc++.*",
)
"""Patterns of libraries that each desktop of Linux has.

They go with its settings (fonts, X11) or its services (D-Bus); copies of another age might not. A
copy of GCC's would need the C library of this computer, while Qt is content with an older one. The
libraries that only these need are left out too. Compare AppImage's list:
https://github.com/AppImageCommunity/pkg2appimage/blob/master/excludelist
"""

UNUSED_MODULES = (
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtTest",
    "_hashlib",  # the digests of OpenSSL; Python has its own of those that are used
    "asyncio",
    "distutils",
    "multiprocessing.dummy",
    "numpy.f2py",
    "numpy.random",
    "numpy.testing",
    "pdb",
    "pydoc_data",
    "readline",
    "setuptools",
    "ssl",
    "tkinter",
    "unittest",
)
"""Modules that libraries import if they are there, and that are not needed."""

UNUSED_HOOKS = {
    "pyi_rth_inspect",  # nothing asks for source
    "pyi_rth_multiprocessing",  # nothing uses it
    "pyi_rth_pyqtgraph_multiprocess",
    "pyi_rth_pyside6",  # PySide6 tells Qt where its plugins are, and children inherit no variables
}
"""Scripts of PyInstaller's that would run at each start."""

_BINARY = {"BINARY", "EXTENSION"}
_LINKED = {*_BINARY, "SYMLINK"}
_ROOTS = re.compile(r"/plugins/|^(lib)?python3\.?\d+\.|^libpython|^Python$")


def modules(package: Path, left_out: Path) -> list[str]:
    """Return the names of the modules in the folder of a package, without those of one folder."""
    files = (file for file in package.rglob("*.py") if not file.is_relative_to(left_out))
    names = (file.relative_to(package.parent).with_suffix("").parts for file in files)
    return sorted(".".join(name).removesuffix(".__init__") for name in names)


def is_kept(name: str) -> bool:
    """Return whether a file is part of the program, by its path in the folder."""
    path = name.replace("\\", "/")
    return _matches(path, KEPT) or not _matches(path, LEFT_OUT + OF_THE_SYSTEM)


def chosen(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return what is part of the program.

    Of the libraries that is what modules, plugins and the program itself need, of links what leads
    to one.

    Args:
        entries: PyInstaller's lists.
        imports: returns the names of the libraries that a file is linked with.
    """
    kept = [entry for entry in entries if is_kept(entry[0])]
    files = {_key(name): source for name, source, kind in kept if kind in _BINARY}
    waiting = [
        _key(name)
        for name, _, kind in kept
        if kind == "EXTENSION" or (kind == "BINARY" and _ROOTS.search(name.replace("\\", "/")))
    ]
    found = set(waiting)
    while waiting:
        wanted = {_key(name) for name in imports(files[waiting.pop()])}
        new = (wanted & files.keys()) - found
        found |= new
        waiting += new
    return [
        (name, source, kind)
        for name, source, kind in kept
        if kind not in _LINKED or _key(source if kind == "SYMLINK" else name) in found
    ]


def elf_imports(file: str) -> list[str]:
    """Return the libraries that a file of Linux is linked with, not those that these need."""
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
    return re.findall(r"^\s*NEEDED\s+(\S+)", told.stdout, re.MULTILINE)


def elf_search_path(file: Path) -> list[str]:
    """Return where a file of Linux looks for libraries before it does in the system's folders."""
    told = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True)
    found = re.findall(r"^\s*(?:RPATH|RUNPATH)\s+(\S.*)$", told.stdout, re.MULTILINE)
    return [place for places in found for place in places.split(":")]


def is_elf(path: Path) -> bool:
    """Return whether this is a program or library of Linux, and no link."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _key(name: str) -> str:
    """Return how a library is found: by its name without a folder, on Windows in any case."""
    return PurePosixPath(name.replace("\\", "/")).name.lower()


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
