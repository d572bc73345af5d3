"""A flag for each row of the option table, and `--option NAME=VALUE` for all of them."""

import argparse
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from socket_workbench.cli.arguments import values
from socket_workbench.language import tr
from socket_workbench.sockets.option_kinds import Flag

if TYPE_CHECKING:
    from socket_workbench.sockets.option import Option, Options


def add_endpoint_options(parser: argparse.ArgumentParser, options: "type[Options]") -> None:
    """Add the flags of all options of a server or of a client.

    `.options` is then what was given, by name; of what is given twice, the last.
    """
    parser.set_defaults(options={})
    for row in options.rows():
        if isinstance(row.kind, Flag) and not row.kind.word:
            _add_flag(parser, row)
        else:
            add_value(parser, row.flag, row.kind.usage(), partial(_read, row), _help(row))
    add_value(
        parser,
        "--option",
        tr("NAME=VALUE"),
        partial(_read_named, options),
        tr("set an option by its name in scenario files; may be given again"),
    )


def add_value(
    parser: argparse.ArgumentParser,
    flag: str,
    metavar: str,
    read: "values.Reader[dict[str, object]]",
    words: str,
) -> None:
    """Add a flag that sets one or several options.

    Args:
        parser: a parser with `add_endpoint_options`.
        flag: such as `--local`.
        metavar: stands for the value.
        read: reads the value, and returns options by name.
        words: the help.
    """
    parser.add_argument(
        flag,
        metavar=metavar,
        dest="options",
        type=read,
        action=_SetOptions,
        default=argparse.SUPPRESS,
        help=words.replace("%", "%%"),
    )


class _SetOptions(argparse.Action):
    """Adds to `.options` what the argument's type has read."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: "str | Sequence[Any] | None",
        option_string: str | None = None,
    ) -> None:
        _set(namespace, cast("Mapping[str, object]", values))


def add_shorthand(
    parser: argparse.ArgumentParser, flag: str, given: Mapping[str, object], words: str
) -> None:
    """Add a flag without a value that stands for options with theirs."""
    parser.add_argument(
        flag,
        dest="options",
        nargs=0,
        const=given,
        action=_SetConstant,
        default=argparse.SUPPRESS,
        help=words,
    )


class _SetConstant(argparse.Action):
    """Adds the options in `const`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: "str | Sequence[Any] | None",
        option_string: str | None = None,
    ) -> None:
        _set(namespace, self.const)


class _SetFlag(argparse.Action):
    """Adds the flag whose name is in `const`: true, or false where `--no-` precedes it."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: "str | Sequence[Any] | None",
        option_string: str | None = None,
    ) -> None:
        _set(namespace, {self.const: option_string == self.option_strings[0]})


def _set(namespace: argparse.Namespace, given: Mapping[str, object]) -> None:
    # Another dict: the one that is there is the parser's default.
    namespace.options = {**namespace.options, **given}


def _add_flag(parser: argparse.ArgumentParser, row: "Option") -> None:
    parser.add_argument(
        row.flag,
        f"--no-{row.flag.removeprefix('--')}",
        dest="options",
        nargs=0,
        const=row.name,
        action=_SetFlag,
        default=argparse.SUPPRESS,
        help=_help(row).replace("%", "%%"),
    )


def _help(row: "Option") -> str:
    words, default = tr(row.help), row.shown_default()
    if isinstance(row.kind, Flag):
        return tr("{help} (default: {default})", help=words, default=default)
    return tr(
        "{help} ({values}; default: {default})",
        help=words,
        values=row.kind.values(),
        default=default,
    )


def _read(row: "Option", text: str) -> dict[str, object]:
    return {row.name: values.read_with(row.kind.read, text)}


def _read_named(options: "type[Options]", text: str) -> dict[str, object]:
    name, value = values.setting(text)
    try:
        row = options.row(name.replace("-", "_"))
    except KeyError:
        known = ", ".join(row.name for row in options.rows())
        raise argparse.ArgumentTypeError(
            tr("there is no option '{name}' here; choose from {known}.", name=name, known=known)
        ) from None
    try:
        return _read(row, value)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{row.name}: {error}") from error
