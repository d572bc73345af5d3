"""The variables of a document: their types, defaults, and the values given from outside."""

import difflib
from collections.abc import Mapping

from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.scenarios.fields import FieldError, Mistakes, key
from socket_workbench.scenarios.model import VariableDocument
from socket_workbench.scenarios.step_fields import variable_name

MOST_VARIABLES = 1000

_EXAMPLES = {"text": "1", "number": "1", "hex": "00"}
"""Values that make sense in most places: as a host, a port, a number."""

TYPES = tuple(_EXAMPLES)

_LONGEST = 100
_MOST_DIGITS = 18


class ValuesForSeveral(dict[str, str]):
    """Values for the variables of several documents, of which each has only some.

    Attributes:
        known: the variables that the documents have which were read with these values.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.known: dict[str, None] = {}

    def check(self) -> None:
        """Raise `ValueError` where a variable is in none of the documents."""
        for name in self:
            if name not in self.known:
                raise ValueError(_unknown(name, self.known))


def variable_values(
    variables: Mapping[str, str | int | VariableDocument], given: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the values of variables.

    Args:
        variables: as a document has them: a default each, or a table.
        given: values from outside, by name; None for an example where there is no default.

    Raises:
        FieldError: a name, a type or a value makes no sense; names every one.
    """
    mistakes = Mistakes()
    values = read_variables(variables, given, mistakes)
    mistakes.check()
    return values


def read_variables(
    variables: Mapping[str, str | int | VariableDocument],
    given: Mapping[str, str] | None,
    mistakes: Mistakes,
) -> dict[str, str]:
    """Return the values of variables, an example for each that makes no sense.

    Args:
        variables: as of `variable_values`.
        given: likewise.
        mistakes: takes what makes no sense.
    """
    if len(variables) > MOST_VARIABLES:
        problem = tr("there are more than {most} variables.", most=MOST_VARIABLES)
        mistakes.add(FieldError("", problem, is_last=True))
        return {}
    values = {}
    for name, written in variables.items():
        found = Mistakes()
        found.read("", variable_name, name, "")
        values[name] = _value(
            name, as_document(written), (given or {}).get(name), found, is_example=given is None
        )
        with mistakes.of(key(name)):
            found.check()
    if isinstance(given, ValuesForSeveral):
        given.known.update(dict.fromkeys(variables))
        return values
    for name in given or ():
        if name not in variables:
            mistakes.add(FieldError("", _unknown(name, variables)))
    return values


def as_document(written: str | int | VariableDocument) -> VariableDocument:
    """Return a variable of which only the default may be written."""
    if isinstance(written, VariableDocument):
        return written
    kind = "number" if isinstance(written, int) else "text"
    return VariableDocument(type=kind, default=written)


def _value(
    name: str, written: VariableDocument, given: str | None, found: Mistakes, *, is_example: bool
) -> str:
    """Return the value of one variable, an example if it makes no sense."""
    if written.type not in TYPES:
        problem = tr(
            "'{type}' is no type; write {types}.",
            type=written.type[:_LONGEST],
            types=", ".join(TYPES),
        )
        found.add(FieldError("type", problem))
        return _EXAMPLES["text"]
    choices = None
    if written.choices is not None:
        choices = [str(choice) for choice in written.choices]
        for index, choice in enumerate(choices):
            found.read(f"choices[{index}]", _check_type, written.type, choice)
    if written.default is not None:
        found.read("default", _check, written.type, str(written.default), choices)
    if given is not None:
        found.read("", _check, written.type, given, choices)
    elif written.default is None and not is_example:
        problem = tr(
            "there is none; write one here, or run the document with --var {name}=VALUE on the"
            " command line.",
            name=name,
        )
        found.add(FieldError("default", problem))
    if found.found:
        return _sent(written.type, _EXAMPLES[written.type])
    if given is None and written.default is not None:
        given = str(written.default)
    if given is None:
        given = choices[0] if choices else _EXAMPLES[written.type]
    return _sent(written.type, given)


def _sent(kind: str, written: str) -> str:
    """Return what a value stands for in a message: that of `hex`, the bytes that it writes."""
    return parse_hex(written).decode("utf-8", "surrogateescape") if kind == "hex" else written


def _check(kind: str, value: str, choices: list[str] | None) -> None:
    _check_type(kind, value)
    if choices is not None and value not in choices:
        raise ValueError(
            tr(
                "'{value}' is none of the choices {choices}.",
                value=value[:_LONGEST],
                choices=", ".join(choices[:20]),
            )
        )


def _check_type(kind: str, value: str) -> None:
    if kind == "hex":
        try:
            parse_hex(value)
        except HexError as error:
            raise ValueError(
                tr("'{value}' is not hex: {error}", value=value[:_LONGEST], error=error)
            ) from error
    digits = value.removeprefix("-")
    if kind == "number" and not (
        digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    ):
        raise ValueError(tr("'{value}' is not a whole number.", value=value[:_LONGEST]))


def _unknown(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name[:_LONGEST], known, n=1)
    if near:
        return tr(
            "There is no variable {name}; did you mean {near}?", name=name[:_LONGEST], near=near[0]
        )
    return tr(
        "There is no variable {name}; known are: {known}.",
        name=name[:_LONGEST],
        known=", ".join(list(known)[:20]) or tr("none"),
    )
