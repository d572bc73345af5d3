"""Conditions on the values of variables: of a script's repetitions and choices, and of rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from socket_workbench.dialogues.quoting import shortened
from socket_workbench.language import mark, tr
from socket_workbench.values.mistake import Value, ValueProblem
from socket_workbench.values.numbers import as_bytes, as_number
from socket_workbench.values.patterns import Pattern

_WORDS = {
    "equals": (mark("is"), mark("is not")),
    "contains": (mark("contains"), mark("does not contain")),
    "starts": (mark("starts with"), mark("does not start with")),
    "ends": (mark("ends with"), mark("does not end with")),
    "regex": (mark("matches"), mark("does not match")),
    "less": (mark("is less than"), mark("is not less than")),
    "more": (mark("is more than"), mark("is not more than")),
}

TESTS = tuple(_WORDS)
"""How values are compared."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What the value of a variable has to be.

    Attributes:
        variable: whose value is looked at.
        test: one of `TESTS`; `less` and `more` are for numbers.
        template: what it is compared with, a template; a pattern for `regex`.
        is_not: whether it must not be so.
    """

    variable: str
    test: str
    template: str
    is_not: bool = False

    def describe(self) -> str:
        """Say what has to be, in the reader's language."""
        return self.said(shortened(self.template))

    def said(self, value: str) -> str:
        """Say what has to be with what stands for the template."""
        words = tr(_WORDS[self.test][self.is_not])
        return f"{self.variable} {words} {value}"

    def holds(self, values: Mapping[str, Value], wanted: bytes | Pattern) -> bool:
        """Return whether it holds.

        Args:
            values: of the variables, by name.
            wanted: what the template has become, or the pattern that it is.

        Raises:
            ValueProblem: there is no such variable, or a number is compared with something else.
        """
        value = value_of(self.variable, values)
        if isinstance(wanted, Pattern):
            found = wanted.search(value) is not None
        else:
            found = _compares(self.test, value, wanted)
        return found is not self.is_not


def _compares(test: str, value: bytes, other: bytes) -> bool:
    match test:
        case "equals":
            return value == other
        case "contains":
            return other in value
        case "starts":
            return value.startswith(other)
        case "ends":
            return value.endswith(other)
    left, right = as_number(value), as_number(other)
    return left < right if test == "less" else left > right


def value_of(name: str, values: Mapping[str, Value]) -> bytes:
    """Return the value of a variable; raises `ValueProblem` where there is none."""
    value = values.get(name)
    if value is None:
        raise ValueProblem(tr("There is no value named {name}.", name=name))
    return as_bytes(value)


def check_known(name: str, known: Collection[str]) -> None:
    """Check that there is a variable; raises `ValueError` where there is none."""
    if name not in known:
        raise ValueError(
            tr(
                "there is no variable '{name}' here; known are {known}.",
                name=name,
                known=", ".join(sorted(known)),
            )
        )
