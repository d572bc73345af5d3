"""What argparse knows of a parser's arguments and has no public names for."""

import argparse
from collections.abc import Iterator


def actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the options and words of a parser, in order, without its choice of commands."""
    for action in parser._actions:  # noqa: SLF001 - there is no public list of them
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - its only name
            yield action


def help_text(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    """Return what an argument's help says, with its default filled in; empty without a help."""
    if not action.help:
        return ""
    return parser._get_formatter()._expand_help(action)  # noqa: SLF001 - as `format_help` does


def is_single(action: argparse.Action) -> bool:
    """Return whether an option keeps one value, so that giving it again is of no use."""
    stores = isinstance(action, argparse._StoreAction)  # noqa: SLF001 - its only name
    return stores and action.nargs not in ("*", "+", argparse.REMAINDER)
