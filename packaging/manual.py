"""Writes the man page from the parsers of the command line; share.py calls it.

One page is about the program and its commands. The macros are those of groff_man(7).
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from parser_arguments import actions, help_text

from socket_workbench import __version__
from socket_workbench.cli.arguments.parser import Parser
from socket_workbench.cli.command_line import parsers

PROGRAM = "socket-workbench"

_EXIT_CODES = (
    ("0", "Done."),
    ("1", "An expectation failed, a connection broke, or standard output could not be written."),
    ("2", "Wrong usage, or a document with a mistake."),
    ("3", "Could not listen or connect, or there is no display for the window."),
    ("130", "Ctrl-C."),
)


def page(date: str) -> str:
    """Return the man page, in the language that is set.

    Args:
        date: such as `2026-05-04`.
    """
    program, commands = parsers()
    summary, _, rest = (program.description or "").partition(". ")
    lines = [
        f'.TH SOCKET-WORKBENCH 1 "{date}" "Socket Workbench {__version__}" "User Commands"',
        ".SH NAME",
        f"{_text(PROGRAM)} \\- {_text(summary[:1].lower() + summary[1:])}",
        ".SH SYNOPSIS",
        f".B {_text(PROGRAM)}",
        "[\\fIOPTION\\fR ...] [\\fIFILE\\fR ...]",
        ".br",
        f".B {_text(PROGRAM)}",
        "\\fICOMMAND\\fR [\\fIARGUMENT\\fR ...]",
        ".SH DESCRIPTION",
        _text(f"{summary}. {rest}"),
        ".SH OPTIONS",
        *_arguments(program),
        ".SH COMMANDS",
    ]
    for name, parser in commands.items():
        lines += [f".SS {name}", f"{_text(_sentence(parser.description or ''))}", ".PP"]
        lines += [f".B {_text(PROGRAM)} {name}", _usage(parser), *_arguments(parser)]
    lines.append(".SH EXIT STATUS")
    for code, meaning in _EXIT_CODES:
        lines += [".TP", code, _text(meaning)]
    return "\n".join([*lines, ""])


def _arguments(parser: Parser) -> Iterator[str]:
    for action in actions(parser):
        if "--help" in action.option_strings and parser.prog != PROGRAM:
            continue
        yield ".TP"
        yield _heading(action)
        yield _text(_sentence(help_text(parser, action)))


def _usage(parser: Parser) -> str:
    """Return what stands behind a command; of options only that there are some."""
    words = ["[\\fIOPTION\\fR ...]"]
    for action in actions(parser):
        if not action.option_strings:
            words.append(_word(action))
        elif action.required:
            words.append(_heading(action))
    return " ".join(words)


def _word(action: argparse.Action) -> str:
    metavar = f"\\fI{_text(str(action.metavar or action.dest))}\\fR"
    if action.nargs in ("+", argparse.REMAINDER):
        return f"{metavar} ..."
    return {"?": f"[{metavar}]", "*": f"[{metavar} ...]"}.get(str(action.nargs), metavar)


def _heading(action: argparse.Action) -> str:
    flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in action.option_strings)
    if action.nargs == 0:
        return flags
    return f"{flags} {_word(action)}".strip()


def _sentence(text: str) -> str:
    """Return a help text with a capital, where it begins with a word, and a full stop."""
    start = text[:1].upper() if text.split(" ")[0].isalpha() else text[:1]
    return f"{start}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""


def _text(text: str) -> str:
    """Return a text that groff shows as it is, without line ends."""
    plain = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{plain}" if plain.startswith(".") else plain


def make(folder: Path, date: str) -> None:
    """Write the page into `man/man1` of a folder."""
    path = folder / "man" / "man1" / f"{PROGRAM}.1"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(date), "utf-8")
