"""Texts with `{{name}}` places that values are put into."""

import re
from collections.abc import Mapping

from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes

Values = Mapping[str, bytes | str]
"""Values for the places, by name; text is sent as UTF-8."""

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")


class TemplateError(ValueError):
    """A template names a value that is not there, or one that cannot be sent; says which."""


def fill(template: str, values: Values) -> bytes:
    r"""Turn a template into bytes: escapes are parsed, then values put in exactly as they are.

    A literal `{{` is written `\x7b{`.

    Raises:
        EscapeError: an escape is wrong; its column counts from the template's beginning.
        TemplateError: a value is unknown, or is text that has no UTF-8 form.
    """
    pieces: list[bytes] = []
    position = 0
    for place in _PLACE.finditer(template):
        pieces.append(_parse_piece(template, position, place.start()))
        pieces.append(value_bytes(place[1].strip(), values))
        position = place.end()
    pieces.append(_parse_piece(template, position, len(template)))
    return b"".join(pieces)


def fill_text(template: str, values: Values) -> str:
    """Put values into a text that a person reads; escapes stay as they are.

    Raises:
        TemplateError: a value is unknown, or is text that has no UTF-8 form.
    """
    return _PLACE.sub(
        lambda place: value_bytes(place[1].strip(), values).decode("utf-8", "backslashreplace"),
        template,
    )


def value_bytes(name: str, values: Values) -> bytes:
    """One value as it is sent.

    Raises:
        TemplateError: the value is unknown, or is text that has no UTF-8 form.
    """
    value = values.get(name)
    if value is None:
        raise TemplateError(_unknown(name, values))
    if isinstance(value, bytes):
        return value
    try:
        # Bytes that came from a terminal or the command line and are not UTF-8 go out as they came.
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise TemplateError(
            tr("The value of {name} has a character that UTF-8 cannot carry.", name=name)
        ) from None


def _parse_piece(template: str, start: int, end: int) -> bytes:
    try:
        return parse_escapes(template[start:end])
    except EscapeError as error:
        raise EscapeError(start + error.column, error.problem) from None


def _unknown(name: str, values: Values) -> str:
    if not values:
        return tr("There is no value named {name}; none is known here.", name=name)
    known = ", ".join(sorted(values))
    return tr("There is no value named {name}; known are: {known}.", name=name, known=known)
