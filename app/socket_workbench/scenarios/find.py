"""Finds scenarios: built-in ones by name, files, and the files of a folder in their order."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.language import tr
from socket_workbench.scenarios.builtin import builtin_path, load_builtin

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario

MOST_DOCUMENTS = 10_000
"""Files of one folder that can be run together."""

_SUFFIXES = (".scenario.toml", ".toml")
_DIGITS = re.compile(r"([0-9]{1,18})")


NO_VALUES: Mapping[str, str] = {}


def find_scenario(text: str, variables: Mapping[str, str] | None = NO_VALUES) -> "Scenario":
    """Read a scenario by its name, or from a file.

    Args:
        text: its name, or its file's.
        variables: of a file: as of `load_scenario`.

    Raises:
        ValueError: there is no such scenario, or its file has a mistake.
    """
    if not is_file(text):
        return load_builtin(text)
    from socket_workbench.scenarios.load import load_scenario

    return load_scenario(Path(text), variables)


def is_file(text: str) -> bool:
    """Whether a text with a folder or `.toml` in it means a file; everything else is a name."""
    path = Path(text)
    return path.suffix == ".toml" or path.name != text


def find_documents(text: str) -> list[Path]:
    """Return the files that a scenario's name, a file or a folder stands for.

    Raises:
        ValueError: there is no scenario of this name, or the folder has none or cannot be read.
    """
    path = Path(text)
    if text and path.is_dir():
        return documents_in(path)
    return [path] if is_file(text) else [builtin_path(text)]


def document_name(path: Path) -> str:
    """Return a scenario's name: its file's without `.scenario.toml` or `.toml`."""
    for suffix in _SUFFIXES:
        if path.name.endswith(suffix) and path.name != suffix:
            return path.name.removesuffix(suffix)
    return path.name


def documents_in(folder: Path) -> list[Path]:
    """Return the scenarios of a folder, in their order.

    These are all files that end in `.toml` and do not begin with a dot, by name; numbers in names
    count by their value, so that `2-hello` comes before `10-bye`. Folders in it are left out.

    Raises:
        ValueError: it has none, or more than `MOST_DOCUMENTS`, or cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name
                for entry in entries
                if entry.name.endswith(_SUFFIXES[-1])
                and not entry.name.startswith(".")
                and entry.is_file()
            ]
    except OSError as error:
        raise ValueError(
            tr(
                "The folder {folder} cannot be read: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            )
        ) from error
    if not names:
        raise ValueError(
            tr("The folder {folder} has no scenario: no file ends in .toml.", folder=folder)
        )
    if len(names) > MOST_DOCUMENTS:
        raise ValueError(
            tr(
                "The folder {folder} has more than {most:,} scenarios; name some of them.",
                folder=folder,
                most=MOST_DOCUMENTS,
            )
        )
    return [folder / name for name in sorted(names, key=_sort_key)]


def _sort_key(name: str) -> tuple[list[str | int], str]:
    # The pieces of `split` are texts and digits in turn, so that like is compared with like.
    pieces: list[str | int] = [
        int(piece) if place % 2 else piece.casefold()
        for place, piece in enumerate(_DIGITS.split(name))
    ]
    return pieces, name
