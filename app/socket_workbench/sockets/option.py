"""Rows of the option table, and objects that hold a value for each row."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self, dataclass_transform

from socket_workbench.language import tr
from socket_workbench.sockets.option_kinds import Kind

STREAMS = ("tcp", "unix")
INTERNET = ("tcp", "udp")
ALL = ("tcp", "udp", "unix", "unixgram")
"""Schemes of transports, as in addresses."""


class Option:
    """One option of servers or of clients.

    The form of a pane, scenario documents, the command line and the reference are made of these.

    Attributes:
        name: its key in documents, and behind `--option`.
        kind: how its values are read, checked and written.
        written_default: the default value, as `kind` writes it.
        title: its label; English.
        help: what it does, a clause without capital and full stop; English.
        flag: what sets it on the command line, such as `--backlog`.
        transports: the schemes of the transports that it applies to; others ignore it.
    """

    name = ""

    def __init__(
        self,
        kind: Kind,
        default: str,
        title: str,
        help: str,
        flag: str = "",
        transports: tuple[str, ...] = ALL,
    ) -> None:
        self.kind = kind
        self.written_default = default
        self.title = title
        self.help = help
        self.flag = flag
        self.transports = transports

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.flag = self.flag or f"--{name.replace('_', '-')}"

    @cached_property
    def default(self) -> object:
        """The default value."""
        return self.kind.read(self.written_default)

    def take(self, value: object) -> object:
        """Read a value of a document or of saved settings.

        Raises:
            ValueError: it is none; a sentence that names the option.
        """
        try:
            return self.kind.take(value)
        except ValueError as error:
            raise ValueError(self.about(str(error))) from error

    def shown_default(self) -> str:
        """Return the default as it is written; for an empty text, what that means."""
        return self.written_default or tr(self.kind.blank)

    def sentence(self) -> str:
        """Return what it does as a sentence, translated."""
        words = tr(self.help)
        return f"{words[:1].upper()}{words[1:]}."

    def about(self, problem: str) -> str:
        """Put the option's title before a sentence about its value."""
        return f"{tr(self.title)}: {problem}"


def option(
    kind: Kind,
    *,
    default: str,
    title: str,
    help: str,
    flag: str = "",
    transports: tuple[str, ...] = ALL,
) -> Any:  # noqa: ANN401 - it stands for the values of its attribute, as `dataclasses.field` does
    """Declare a row; `Option` describes the arguments."""
    return Option(kind, default, title, help, flag, transports)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(option,))
class Options:
    """A value for each row; a subclass declares the rows as a dataclass does its fields.

    It is no dataclass: that would be imported for `--help`. Values are compared, not identities.
    """

    def __init__(self, **values: object) -> None:
        """Take the values that differ from their defaults.

        Raises:
            ValueError: a value makes no sense; a sentence that names the option.
            TypeError: there is no such option.
        """
        rows = {row.name: row for row in self.rows()}
        if unknown := values.keys() - rows:
            raise TypeError(f"{type(self).__name__} has no option {min(unknown)!r}")
        for name, row in rows.items():
            try:
                vars(self)[name] = row.kind.check(values[name]) if name in values else row.default
            except ValueError as error:
                raise ValueError(row.about(str(error))) from error

    @classmethod
    def rows(cls) -> list[Option]:
        """Return the options in their order."""
        return [row for row in vars(cls).values() if isinstance(row, Option)]

    @classmethod
    def row(cls, name: str) -> Option:
        """Return an option by its name; raises `KeyError` where there is none."""
        return {row.name: row for row in cls.rows()}[name]

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Self:
        """Make one of values by name; raises as the class itself does."""
        return cls(**values)

    def values(self) -> dict[str, object]:
        """Return every value by its name."""
        return dict(vars(self))

    def misfit(self, scheme: str) -> tuple[str, str]:
        """Return the name of an option that cannot be obeyed over a transport, and why.

        Args:
            scheme: of the transport, such as `tcp`.

        Returns:
            An empty sentence where all can be.
        """
        return "", ""

    def check_for(self, scheme: str) -> None:
        """Check that all can be obeyed over a transport; raises `ValueError` with a sentence."""
        name, sentence = self.misfit(scheme)
        if sentence:
            raise ValueError(self.row(name).about(sentence))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(tuple(vars(self).values()))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"
