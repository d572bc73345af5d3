"""Turns parsed TOML into the structs of the model, and finds every field that does not fit.

`msgspec.convert` ends at the first mistake. Here each field is converted by itself, and where one
does not fit, its default or an empty value takes its place, so that all the others can be read.
"""

import difflib
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Any, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from socket_workbench.language import mark, tr
from socket_workbench.scenarios.fields import FieldError, Mistakes, join, key
from socket_workbench.scenarios.model import RESOLVED, ClientDocument, Scenario, ServerDocument
from socket_workbench.sockets.option import Option
from socket_workbench.sockets.options import ClientOptions, ServerOptions

_LONGEST_KEY = 100
"""Characters of an unknown key that are compared with those that are known."""

_TYPE = re.compile(
    r"Expected `(?P<expected>.*?)`(?:, got `(?P<found>.*?)`| (?P<bound>.*?))(?: - at .*)?"
)
_TYPES = {
    "str": mark("text"),
    "int": mark("a whole number"),
    "float": mark("a number"),
    "bool": mark("true or false"),
    "object": mark("a table"),
    "array": mark("a list"),
    "datetime": mark("a date"),
    "date": mark("a date"),
    "time": mark("a time"),
}
_ENDPOINTS = (
    ("servers", ServerDocument, ServerOptions),
    ("clients", ClientDocument, ClientOptions),
)
"""The lists of a document whose tables have options, with their structs."""

_ADDED = frozenset().union(*RESOLVED.values()) - {"variables"}
"""Names of what is added to a document when it is read, which are no fields anywhere."""

_INTEGERS = range(-(2**63), 2**63)
"""The integers of TOML: 64 bits, signed."""


def read_structure(content: dict[str, Any], mistakes: Mistakes) -> Scenario:
    """Turn a parsed document into a scenario.

    Args:
        content: the document as `tomllib` reads it.
        mistakes: takes the fields that are unknown, missing or of another type.

    Returns:
        The scenario, without what does not fit; once there is no room for more mistakes, without
        what comes after them, too.
    """
    reader = _Reader(mistakes)
    gathered = reader.gathered(content)
    if not mistakes.found and not _may_have_added(content):
        # Nearly every document has no mistake: this is many times quicker than field by field.
        with suppress(msgspec.ValidationError):
            return msgspec.convert(gathered, Scenario)
    scenario: Scenario = reader.table(gathered, Scenario, "")
    return scenario


def _may_have_added(content: dict[str, Any]) -> bool:
    """Return whether a document may have what is no field, but added to it when it is read.

    `msgspec.convert` takes it for a field; read field by field, it is told as an unknown one.
    """
    clients = content.get("clients")
    waiting: list[Any] = [content]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if not _ADDED.isdisjoint(each):
                return True
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    tables = clients if isinstance(clients, list) else []
    return any(isinstance(table, dict) and "variables" in table for table in tables)


def without_large_numbers(value: Any, path: str, mistakes: Mistakes) -> Any:  # noqa: ANN401 - as TOML has it
    """Return a value of TOML with 0 for each integer that does not fit into 64 bits.

    Args:
        value: the value.
        path: its field.
        mistakes: takes the fields with such integers.
    """
    if isinstance(value, dict):
        return {
            name: without_large_numbers(inner, join(path, key(name)), mistakes)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [
            without_large_numbers(inner, f"{path}[{index}]", mistakes)
            for index, inner in enumerate(value)
        ]
    if isinstance(value, int) and value not in _INTEGERS:
        mistakes.add(FieldError(path, tr("the number is too large.")))
        return 0
    return value


class _Reader:
    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes

    def gathered(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put the options of each server and client into its field `options`."""
        gathered = dict(content)
        for field, struct, kind in _ENDPOINTS:
            tables = content.get(field)
            if isinstance(tables, list):
                rows = {row.name: row for row in kind.rows()}
                gathered[field] = [
                    self._with_options(table, struct, rows, f"{field}[{index}]")
                    if isinstance(table, dict)
                    else table
                    for index, table in enumerate(tables)
                ]
        return gathered

    def _with_options(
        self,
        table: dict[str, Any],
        struct: type[msgspec.Struct],
        rows: dict[str, Option],
        path: str,
    ) -> dict[str, Any]:
        if "options" in table:
            self._add(join(path, "options"), tr("there is no such field."))
        fields = {name: value for name, value in table.items() if name not in rows}
        options = {}
        for name in rows.keys() & table.keys():
            if isinstance(table[name], dict | list):
                self._add(join(path, name), _no_option(rows[name], table[name], struct))
            else:
                options[name] = table[name]
        return fields | {"options": options}

    def table(self, table: dict[str, Any], struct: type[msgspec.Struct], path: str) -> Any:  # noqa: ANN401 - an instance of `struct`
        """Read a table as a struct."""
        fields = {field.encode_name: field for field in _fields_of(struct)}
        for name in table:
            if name not in fields and not self._mistakes.is_full:
                self._add_unknown(path, name, _written(path, fields))
        values = {}
        for name, field in fields.items():
            if name in table:
                values[field.name] = self._value(table[name], field.type, join(path, name))
                if values[field.name] is msgspec.UNSET:
                    del values[field.name]
            elif field.required:
                self._add(join(path, name), tr("this field is missing."))
        return struct(**_blanks(fields.values(), values), **values)

    def _value(self, value: object, kind: Any, path: str) -> Any:  # noqa: ANN401 - what `kind` says
        """Read a value; returns `UNSET` where it does not fit."""
        struct, element, member = _struct_of(kind), _element_of(kind), _member_of(kind)
        if member is not None and isinstance(value, dict):
            read = {
                name: self._value(each, member, join(path, key(name)))
                for name, each in value.items()
            }
            return {name: each for name, each in read.items() if each is not msgspec.UNSET}
        if struct is not None and isinstance(value, dict):
            return self.table(value, struct, path)
        if element is not None and isinstance(value, list):
            elements = []
            for index, inner in enumerate(value):
                if self._mistakes.is_full:
                    break
                elements.append(self._element(inner, element, f"{path}[{index}]"))
            return elements
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self._add(path, _sentence(str(error)))
            return msgspec.UNSET

    def _element(self, value: object, kind: Any, path: str) -> Any:  # noqa: ANN401 - what `kind` says
        read = self._value(value, kind, path)
        if read is not msgspec.UNSET:
            return read
        struct = _struct_of(kind)
        return "" if struct is None else struct(**_blanks(_fields_of(struct), {}))

    def _add(self, path: str, problem: str) -> None:
        self._mistakes.add(FieldError(path, problem))

    def _add_unknown(self, path: str, name: str, known: Iterable[str]) -> None:
        near = difflib.get_close_matches(name[:_LONGEST_KEY], known, n=1)
        problem = (
            tr("there is no such field; did you mean {near}?", near=near[0])
            if near
            else tr("there is no such field.")
        )
        self._add(join(path, key(name)), problem)


@cache
def _fields_of(struct: type[msgspec.Struct]) -> tuple[FieldInfo, ...]:
    """Return what is known of a struct's fields, whose annotations are evaluated once."""
    fields = msgspec.structs.fields(struct)
    return tuple(field for field in fields if field.name not in RESOLVED.get(struct, ()))


def _written(path: str, fields: Iterable[str]) -> list[str]:
    """Return the fields of a table as a document has them: options stand in the table itself."""
    names = [name for name in fields if name != "options"]
    for field, _, kind in _ENDPOINTS:
        if re.fullmatch(rf"{field}\[\d+\]", path):
            names += [row.name for row in kind.rows()]
    return names


def _no_option(row: Option, value: object, struct: type[msgspec.Struct]) -> str:
    """Say what an option has instead of a table or a list, and which field beside it has a list."""
    found = tr(_TYPES["array" if isinstance(value, list) else "object"])
    values = row.kind.values()
    fields = [field.encode_name for field in _fields_of(struct) if get_origin(field.type) is list]
    if near := difflib.get_close_matches(row.name, fields, n=1):
        return tr(
            "expected {expected}, not {found}; did you mean {near}?",
            expected=values,
            found=found,
            near=near[0],
        )
    return tr("expected {expected}, not {found}.", expected=values, found=found)


def _blanks(fields: Iterable[FieldInfo], values: dict[str, Any]) -> dict[str, Any]:
    """Return empty values for the fields that are needed and have none."""
    return {
        field.name: 0 if field.type is int else ""
        for field in fields
        if field.required and field.name not in values
    }


def _struct_of(kind: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401 - an annotation
    """Return the struct that an annotation is or allows."""
    if get_origin(kind) in (list, dict):
        return None
    for one in (kind, *get_args(kind)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _member_of(kind: Any) -> Any:  # noqa: ANN401 - an annotation
    """Return the annotation of the values of the table that an annotation is or allows.

    Only where a struct is among them: other tables are converted as they are.
    """
    for one in (kind, *get_args(kind)):
        if get_origin(one) is dict and _struct_of(get_args(one)[1]) is not None:
            return get_args(one)[1]
    return None


def _element_of(kind: Any) -> Any:  # noqa: ANN401 - an annotation
    """Return the annotation of the elements of the list that an annotation is or allows."""
    for one in (kind, *get_args(kind)):
        if get_origin(one) is list:
            return get_args(one)[0]
    return None


def _sentence(message: str) -> str:
    """Turn msgspec's message about one value into a sentence."""
    wrong = _TYPE.fullmatch(message)
    if wrong is None:
        return f"{message}."
    names = [name for name in wrong["expected"].split(" | ") if name != "null"]
    expected = tr(" or ").join(tr(_TYPES.get(name, name)) for name in names)
    if wrong["bound"]:
        return tr("expected {expected} {bound}.", expected=expected, bound=wrong["bound"])
    found = tr(_TYPES.get(wrong["found"], wrong["found"]))
    return tr("expected {expected}, not {found}.", expected=expected, found=found)
