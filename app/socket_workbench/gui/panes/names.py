"""The names of new panes, which are also the names of their endpoints in the log."""

from collections.abc import Collection

_GENERIC = frozenset({"server", "client"})


def numbered_name(word: str, taken: Collection[str]) -> str:
    """Return the word with the first number from 1 that makes a name of its own.

    Args:
        word: what the pane is, such as `Server`.
        taken: the names of all other panes.
    """
    return _numbered(word, taken, 1)


def document_name(name: str, word: str, taken: Collection[str]) -> str:
    """Return the name of the pane for an endpoint of a scenario document.

    It is the document's name if that says more than what the endpoint is. A generic one such as
    `server` would stand for several panes in the log; the pane gets a number instead.

    Args:
        name: the endpoint's name in the document.
        word: what the pane is, such as `Server`.
        taken: the names of all other panes.
    """
    if name.casefold() in _GENERIC:
        return numbered_name(word, taken)
    return name if name not in taken else _numbered(name, taken, 2)


def _numbered(word: str, taken: Collection[str], first: int) -> str:
    names = (f"{word} {number}" for number in range(first, first + len(taken) + 1))
    return next(name for name in names if name not in taken)
