"""A JSON Schema of documents, made from the structs and tables that read them.

It describes the structure: fields, their types, and which stand beside which in a step. What values
mean, such as whether a text is an address, `check` says.
"""

import inspect
import json
import re
from collections.abc import Iterable
from typing import Any, cast

import msgspec

from socket_workbench.scenarios.check import MOST_ENDPOINTS
from socket_workbench.scenarios.model import (
    FORMAT,
    RESOLVED,
    Scenario,
)
from socket_workbench.scenarios.step_actions import BELONGING
from socket_workbench.sockets.option import Option
from socket_workbench.sockets.option_kinds import Choice, Flag, Scale
from socket_workbench.sockets.options import ClientOptions, ServerOptions

_SCALAR = {"type": ["string", "integer", "number", "boolean"]}
_ATTRIBUTE = re.compile(r"^ {4,8}(\w+): (.+(?:\n {9,}.+)*)", re.MULTILINE)

_Json = dict[str, Any]


def scenario_schema() -> str:
    """Return the schema as text, with a line end."""
    return json.dumps(_schema(), indent=1, ensure_ascii=False) + "\n"


def _schema() -> _Json:
    generated = msgspec.json.schema(Scenario, schema_hook=lambda kind: _SCALAR)
    schema = cast("_Json", _without_null(generated))
    definitions = schema["$defs"]
    for struct in _structs(Scenario):
        _describe(definitions[struct.__name__], struct)
    _add_options(definitions["ServerDocument"], ServerOptions.rows())
    _add_options(definitions["ClientDocument"], ClientOptions.rows())
    scenario = definitions["Scenario"]
    form = scenario["properties"]["format"]
    scenario["properties"]["format"] = {"const": FORMAT, "description": form["description"]}
    for name in ("servers", "clients"):
        scenario["properties"][name]["maxItems"] = MOST_ENDPOINTS
    definitions["StepDocument"]["oneOf"] = [
        {"required": [action], "propertyNames": {"enum": [action, *fields]}}
        for action, fields in BELONGING.items()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of Socket Workbench",
        **schema,
    }


def _without_null(value: object, *, is_schema: bool = True) -> object:
    """Return a schema without nulls and without defaults, neither of which TOML has.

    Args:
        value: the schema, or a part of it.
        is_schema: whether a table is a schema; else it has schemas by name.
    """
    if isinstance(value, list):
        return [_without_null(each) for each in value if each != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    found = {
        name: _without_null(each, is_schema=not is_schema or name not in ("properties", "$defs"))
        for name, each in value.items()
        if not (is_schema and name == "default")
    }
    choices = found.get("anyOf") if is_schema else None
    if isinstance(choices, list) and len(choices) == 1:
        del found["anyOf"]
        found |= choices[0]
    return found


def _structs(top: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """Return a struct and all that its fields lead to."""
    found = [top]
    for struct in found:
        for each in msgspec.structs.fields(struct):
            waiting = [each.type]
            while waiting:
                kind = waiting.pop()
                is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
                if is_struct and kind not in found:
                    found.append(kind)
                waiting += getattr(kind, "__args__", ())
    return found


def _describe(definition: _Json, struct: type[msgspec.Struct]) -> None:
    """Leave out what is no field of a document, and describe the others by the docstring."""
    properties = definition["properties"]
    names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    for name in RESOLVED.get(struct, ()):
        del properties[name]
    documentation = inspect.getdoc(struct) or ""
    definition.pop("title", None)
    definition["description"] = documentation.partition("\n")[0]
    for name, words in _ATTRIBUTE.findall(documentation):
        if names.get(name) in properties:
            properties[names[name]]["description"] = " ".join(words.split())


def _add_options(definition: _Json, rows: Iterable[Option]) -> None:
    """Put the options of a server or client in the place of their field."""
    properties = definition["properties"]
    del properties["options"]
    for row in rows:
        properties[row.name] = {**_option(row), "description": row.help}


def _option(row: Option) -> _Json:
    """Return the schema of an option's value, which may be written as text, too."""
    kind = row.kind
    if isinstance(kind, Choice):
        return {"anyOf": [{"enum": list(kind.titles)}, {"type": "string"}]}
    if isinstance(kind, Flag):
        return {"type": ["boolean", "string"]}
    if isinstance(kind, Scale):
        number = "number" if float in kind.types else "integer"
        return {
            "anyOf": [
                {"type": number, "minimum": kind.least, "maximum": kind.most},
                {"type": "string"},
            ]
        }
    return {"type": "string"}
