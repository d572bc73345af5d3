"""How the program was installed, and what to do where a part of it is missing."""

import sys

from socket_workbench.language import tr


def is_frozen() -> bool:
    """Return whether the program is a folder that has its own Python and all libraries.

    PyInstaller sets `sys.frozen`; `sys.executable` is the program then, not a Python.
    """
    return bool(getattr(sys, "frozen", False))


def remedy_for_missing(requirement: str) -> str:
    """Return the sentence that says what to do where a library cannot be loaded.

    Args:
        requirement: the library and its versions, as pip takes them.
    """
    if is_frozen():
        return tr("It is part of Socket Workbench's package; install that again.")
    return tr(
        "Install it with {command}.",
        command=f"{_word(sys.executable)} -m pip install {_word(requirement)}",
    )


def _word(text: str) -> str:
    """Return a word for a command line, in quotes that shells of all systems know."""
    return f'"{text}"' if any(sign in text for sign in " <>&()") else text
