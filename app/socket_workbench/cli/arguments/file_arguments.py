"""File names without an option before them, as a double click on a file gives them."""

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
        option = next((name for end, name in _OPTIONS.items() if word.endswith(end)), None)
        if word in FLAGS:
            words.append(word)
        elif option is None or word.startswith("-"):
            return words + argv[place:]
        else:
            words += [option, word]
    return words
