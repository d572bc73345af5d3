"""argparse with this program's sentences, and without control characters in them."""

import argparse
import contextlib
import itertools
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO, cast

from socket_workbench.cli.exit_codes import FAILED
from socket_workbench.cli.output.output import Output
from socket_workbench.cli.output.standard_stream import StandardStream
from socket_workbench.language import tr
from socket_workbench.payload.harmless import brief

_LIKE_AN_OPTION = "O"
"""Stands for an argument that begins with a hyphen, in argparse's pattern of arguments."""

_NO_VALUE_WANTED = "ignored explicit argument"


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, which names the option and what is expected there.

    A command's parser is one of these too, so that its own help is what is pointed to.
    """

    _required: Sequence[argparse.Action] = ()

    # The stubs overload it for namespaces of any class; only `Namespace` is used here.
    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, and refuse unknown arguments, which a subparser would pass on."""
        self._words = list(sys.argv[1:] if args is None else args)
        # argparse would report a missing argument before an unknown one.
        self._required = required = [action for action in self._actions if action.required]
        for action in required:
            action.required = False
        try:
            parsed, unknown = super().parse_known_args(args, namespace)
        finally:
            self._require()
        if unknown:
            self.error(_unknown(unknown[0]))
        missing = [action for action in required if getattr(parsed, action.dest, None) is None]
        if missing:
            self.error(self._missing(missing))
        return parsed, unknown

    def format_help(self) -> str:
        """Return the help, which `--help` asks for while the words are parsed."""
        self._require()
        return super().format_help()

    def _require(self) -> None:
        for action in self._required:
            action.required = True

    def _missing(self, actions: Sequence[argparse.Action]) -> str:
        if len(actions) > 1:
            return tr("{names} are missing.", names=", ".join(map(_name, actions)))
        [action] = actions
        return tr("{name} is missing: {help}.", name=_usage(action), help=self._help(action))

    def error(self, message: str) -> NoReturn:
        """Print a sentence and where to find help; exit with 2."""
        hint = tr("Try '{program} --help'.", program=self.prog)
        sentence = self._sentence(message.removeprefix("argument "))
        _print((brief(sentence), hint), sys.stderr)
        self.exit(2)

    def _sentence(self, message: str) -> str:
        """Reword those messages of argparse that come without their action."""
        name, _, reason = message.partition(": ")
        if reason.startswith(_NO_VALUE_WANTED):
            return tr("{name} takes no value; write it alone.", name=name)
        return message

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError:
            if not action.option_strings:
                raise
            sentence = tr(
                "a value is missing; write {usage}: {help}.",
                usage=_usage(action),
                help=self._help(action),
            )
            if arg_strings_pattern.startswith(_LIKE_AN_OPTION):
                sentence += " " + tr(
                    "One that begins with - is written {option}={value}.",
                    option=action.option_strings[-1],
                    value=action.metavar,
                )
            raise argparse.ArgumentError(action, sentence) from None

    def _get_value(self, action: argparse.Action, arg_string: str) -> object:
        """Convert a word; of `HOST PORT`, the sentence is about both words."""
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError:
            following = self._word_after(arg_string)
            if action.option_strings or not following.isdecimal():
                raise
            return super()._get_value(action, f"{arg_string} {following}")

    def _word_after(self, word: str) -> str:
        return dict(itertools.pairwise(self._words)).get(word, "")

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            known = ", ".join(str(choice) for choice in action.choices)
            raise argparse.ArgumentError(
                action,
                tr("'{value}' is not known here; choose from {known}.", value=value, known=known),
            )

    def _help(self, action: argparse.Action) -> str:
        return self._get_formatter()._expand_help(action)  # noqa: SLF001 - it has no public name

    def _print_message(self, message: str, file: object = None) -> None:
        if file is not sys.stdout:
            _print(message.splitlines(), sys.stderr if file is None else cast("TextIO", file))
            return
        output = Output()
        output.lines(message.splitlines())
        if output.has_failed:
            self.exit(FAILED)


def _print(lines: Sequence[str], file: TextIO | None) -> None:
    """Print lines; a reader that has left wants no more."""
    stream = StandardStream(file)
    with contextlib.suppress(OSError):
        for _, data in stream.pieces(lines):
            stream.write(data)


def _unknown(word: str) -> str:
    if word.startswith("-"):
        return tr("There is no option {option}.", option=word)
    return tr("'{word}' is one word too many.", word=word)


def _name(action: argparse.Action) -> str:
    """An option by its spellings, or a word by its name."""
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _usage(action: argparse.Action) -> str:
    """An option with its value, or a word by its name."""
    return " ".join([*action.option_strings[-1:], str(action.metavar or action.dest)])
