"""Files without an option before them, as a double click on one gives it."""

_OPTIONS = {".swb": "--open", ".toml": "--scenario"}


def with_options_for_files(argv: list[str]) -> list[str]:
    """Put the option that a file's ending asks for before each file at the beginning.

    Args:
        argv: the words behind the program's name; no command's name ends like a file's.
    """
    words: list[str] = []
    for place, word in enumerate(argv):
        option = next((name for end, name in _OPTIONS.items() if word.endswith(end)), None)
        if option is None or word.startswith("-"):
            return words + argv[place:]
        words += [option, word]
    return words
