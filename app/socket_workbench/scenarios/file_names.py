"""Names of files in documents: always below a folder, whatever a document says."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from socket_workbench.language import tr
from socket_workbench.regular_file import UnreadableFileError, read_regular

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names that are devices on Windows."""

_SIGNS = re.compile(r'[\\/:*?"<>|]')
"""What no name has on Windows."""

MOST_LONG = 1000
"""Characters of such a name."""


def check_file_name(name: str) -> None:
    """Check that a name leads below the folder it is looked for in, on every system.

    Raises:
        ValueError: it does not; the message is a sentence.
    """
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    is_bad = (
        not parts
        or len(name) > MOST_LONG
        or PurePosixPath(name).is_absolute()
        or windows.drive
        or windows.root
        or "\\" in name
        or ":" in name
        or ".." in parts
        or not name.isprintable()
        or any(part.endswith((".", " ")) or _RESERVED.match(part) for part in parts)
    )
    if is_bad:
        raise ValueError(
            tr(
                "'{name}' does not name a file below the document's folder; write NAME or"
                " FOLDER/NAME.",
                name=name,
            )
        )


def folder_names(words: Iterable[str]) -> list[str]:
    """Return a name for a folder for each word, all of them different on every system.

    A character that a name cannot have becomes `_`; a name that another one has already, in
    whatever case, gets `-2`, `-3` and so on behind it.
    """
    numbers: dict[str, int] = {}
    names = []
    for word in words:
        numbered = name = _folder_name(word)
        while numbered.casefold() in numbers:
            number = numbers[name.casefold()] = numbers[name.casefold()] + 1
            numbered = f"{name}-{number}"
        numbers[numbered.casefold()] = 1
        names.append(numbered)
    return names


def _folder_name(word: str) -> str:
    printable = "".join(character if character.isprintable() else "_" for character in word)
    name = _SIGNS.sub("_", printable).rstrip(". ")
    return f"_{name}" if not name or _RESERVED.match(name) else name


def read_below(folder: Path, name: str, most: int) -> bytes:
    """Read a file below a folder; where links lead elsewhere, it is not read.

    Args:
        folder: the folder.
        name: the name of the file in it.
        most: the bytes it may have.

    Raises:
        ValueError: it does not lie there, or cannot be read; the message is a sentence.
    """
    check_file_name(name)
    try:
        root = folder.resolve()
        path = (root / name).resolve()
    except (OSError, RuntimeError) as error:
        raise ValueError(tr("{name} cannot be read: {reason}.", name=name, reason=error)) from error
    if not path.is_relative_to(root):
        raise ValueError(tr("{name} leads out of the document's folder.", name=name))
    try:
        return read_regular(path, most)
    except UnreadableFileError as error:
        raise ValueError(tr("{name} cannot be read: {reason}.", name=name, reason=error)) from error
