"""File names without an option before them: those of a double click on a file, and lists."""

import argparse
from collections.abc import Sequence

from socket_workbench.system import names_for

_OPTIONS = {".swb": "--open", ".toml": "--scenario"}

FLAGS = frozenset({"--run", "--new-window", "--portable", "--safe-mode"})
"""The window's options without a value, behind which file names may stand too."""


def with_options_for_files(argv: list[str]) -> list[str]:
    """Insert the option that belongs to a file's suffix before each leading file name.

    Args:
        argv: the arguments after the program's name; no command's name has such a suffix.

    Returns:
        The arguments, unchanged from the first one on that is neither a file name nor in `FLAGS`.
    """
    words: list[str] = []
    for place, word in enumerate(argv):
        option = next((name for end, name in _OPTIONS.items() if word.lower().endswith(end)), None)
        if word in FLAGS:
            words.append(word)
        elif option is None or word.startswith("-"):
            return words + argv[place:]
        else:
            for name in names_for(word):
                words += [option, name]
    return words


class FileNames(argparse.Action):
    """Keeps a list of names; what a word with `*` or `?` stands for, where the shell does not."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Set the attribute of the argument."""
        names = [name for word in values or () for name in names_for(str(word))]
        setattr(namespace, self.dest, names)
