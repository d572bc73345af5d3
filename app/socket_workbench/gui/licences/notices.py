"""Finds the licences of the program and of what it runs with.

A package carries a list of all that is in it, made when it was built. Everywhere else the list is
made of what is installed.
"""

import platform
import re
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

import msgspec

from socket_workbench import __version__
from socket_workbench.resources import resource_folder

PROGRAM = "socket-workbench"
"""The name of the program's own distribution."""

SHIPPED = "shipped.json"
"""The file of a package's list, in the resources `licences`."""

EXTRAS = {"all", "plots"}
"""The extras whose libraries the window uses."""

_LGPL = ("LGPL-3.0.txt", "GPL-3.0.txt")
_OF_QT = {"pyside6-essentials": (*_LGPL, "qt-parts.txt"), "shiboken6": _LGPL}
"""The texts of distributions whose wheels carry none. The LGPL adds to the GPL."""

_PARTS = {
    "fastcrc": ("fastcrc-parts.txt", "Apache-2.0.txt"),
    "google-re2": ("google-re2-parts.txt", "Apache-2.0.txt"),
}
"""The texts of libraries that are compiled into wheels which carry their own licence alone."""

_CLASSIFIER = "License :: OSI Approved :: "

_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


class Notice(NamedTuple):
    """The licence of one part.

    Attributes:
        name: the name of the part.
        version: its version; empty if it has none.
        licence: the licence's short name; empty if only the text says it.
        text: the whole text, with those of the parts of the part.
    """

    name: str
    version: str
    licence: str
    text: str


def notices() -> list[Notice]:
    """Return the licence of the program and those of all that it runs with."""
    shipped = resource_folder("licences") / SHIPPED
    if shipped.is_file():
        return msgspec.json.decode(shipped.read_bytes(), type=list[Notice])
    return installed_notices()


def installed_notices() -> list[Notice]:
    """Return the licences of the program, its fonts and icons, Python, and what is installed."""
    found = [Notice("Socket Workbench", __version__, "MIT", _own_text()), *_drawn(), _python()]
    libraries = [_of(each) for each in _libraries()]
    return found + sorted(libraries, key=lambda notice: notice.name.lower())


def _own_text() -> str:
    checkout = resource_folder("licences").parents[1] / "LICENSE"
    if checkout.is_file():
        return _read(checkout)
    try:
        return _texts(distribution(PROGRAM))
    except PackageNotFoundError:
        return ""


def _drawn() -> Iterator[Notice]:
    fonts = resource_folder("fonts")
    for name in ("Inter", "JetBrains Mono"):
        text = _read(fonts / f"LICENSE-{name.replace(' ', '')}.txt")
        yield Notice(name, "", "OFL-1.1", text)
    yield Notice("Lucide", "", "ISC", _read(resource_folder("icons") / "LICENSE"))


def _python() -> Notice:
    # Where Debian's packages have removed the file, the licence is told by its name.
    file = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    return Notice("Python", platform.python_version(), "PSF-2.0", _read(file))


def _libraries() -> list[Distribution]:
    """Return the distributions that the program needs, and those that these need."""
    found: dict[str, Distribution] = {}
    waiting = _required(PROGRAM, EXTRAS)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # not needed on this system, or an extra that is not installed
        waiting += _required(name, set())
    found.pop(PROGRAM, None)
    return list(found.values())


def _required(name: str, extras: set[str]) -> list[str]:
    """Return the names of what a distribution requires, of extras those that are wanted."""
    try:
        requirements = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    required = []
    for requirement in requirements:
        extra = _EXTRA.search(requirement)
        match = _NAME.match(requirement)
        if match and (extra is None or extra[1] in extras):
            required.append(re.sub(r"[-_.]+", "-", match[0]).lower())
    return required


def _of(library: Distribution) -> Notice:
    metadata = library.metadata
    fields = ("License-Expression", "License")
    named = [metadata[field] for field in fields if field in metadata]
    classifiers = metadata.get_all("Classifier") or []
    named += [each.removeprefix(_CLASSIFIER) for each in classifiers if _CLASSIFIER in each]
    licence = named[0] if named else ""
    return Notice(metadata["Name"], library.version, licence.partition("\n")[0], _texts(library))


def _texts(library: Distribution) -> str:
    name = re.sub(r"[-_.]+", "-", library.metadata["Name"]).lower()
    if name in _OF_QT:
        return _joined(resource_folder("licences") / text for text in _OF_QT[name])
    files = [file for file in library.files or () if ".dist-info/" in str(file)]
    own = [Path(str(file.locate())) for file in files if _LICENCE_FILE.search(file.as_posix())]
    parts = [resource_folder("licences") / text for text in _PARTS.get(name, ())]
    return _joined([*own, *parts])


def _joined(paths: Iterable[Path]) -> str:
    return "\n\n\n".join(filter(None, map(_read, paths)))


def _read(path: Path) -> str:
    """Return a text file, as far as it is there and can be read."""
    try:
        return path.read_text("utf-8", "replace").strip("\n")
    except OSError:
        return ""
