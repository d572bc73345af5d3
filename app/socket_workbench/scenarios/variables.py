"""The variables of a document: their types, defaults, and the values given from outside."""

import difflib
from collections.abc import Mapping

from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field, key
from socket_workbench.scenarios.model import VariableDocument
from socket_workbench.scenarios.step_fields import variable_name

MOST_VARIABLES = 1000

_EXAMPLES = {"text": "x", "number": "1", "hex": "00"}

TYPES = tuple(_EXAMPLES)

_LONGEST = 100
_MOST_DIGITS = 18


def variable_values(
    variables: Mapping[str, str | int | VariableDocument], given: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the values of variables.

    Args:
        variables: as a document has them: a default each, or a table.
        given: values from outside, by name; None for an example where there is no default.

    Raises:
        FieldError: a name, a type or a value makes no sense; names every variable.
    """
    mistakes = Mistakes()
    if len(variables) > MOST_VARIABLES:
        raise FieldError("", tr("there are more than {most} variables.", most=MOST_VARIABLES))
    values = {}
    for name, written in variables.items():
        with mistakes.of(key(name)):
            variable_name(name, "")
            document = as_document(written)
            values[name] = _value(name, document, (given or {}).get(name), is_example=given is None)
    for name in given or ():
        if name not in variables:
            mistakes.add(FieldError("", _unknown(name, variables)))
    mistakes.check()
    return values


def as_document(written: str | int | VariableDocument) -> VariableDocument:
    """Return a variable of which only the default may be written."""
    if isinstance(written, VariableDocument):
        return written
    kind = "number" if isinstance(written, int) else "text"
    return VariableDocument(type=kind, default=written)


def _value(name: str, written: VariableDocument, given: str | None, *, is_example: bool) -> str:
    """Return the value of one variable."""
    if written.type not in TYPES:
        raise FieldError(
            "type",
            tr(
                "'{type}' is no type; write {types}.",
                type=written.type[:_LONGEST],
                types=", ".join(TYPES),
            ),
        )
    choices = None
    if written.choices is not None:
        choices = [str(choice) for choice in written.choices]
        for index, choice in enumerate(choices):
            with in_field(f"choices[{index}]"):
                _check_type(written.type, choice)
    if written.default is not None:
        with in_field("default"):
            _check(written.type, str(written.default), choices)
    if given is not None:
        _check(written.type, given, choices)
        return _sent(written.type, given)
    if written.default is None and is_example:
        return _sent(written.type, choices[0] if choices else _EXAMPLES[written.type])
    if written.default is None:
        problem = tr(
            "there is none; write one here, or run the document with --var {name}=VALUE on the"
            " command line.",
            name=name,
        )
        raise FieldError("default", problem)
    return _sent(written.type, str(written.default))


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
