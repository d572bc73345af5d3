"""Writes `docs/scenario-reference.md` from what reads documents. Run it as `make reference`."""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from tables import table

from socket_workbench.cli.batch import MOST_TURNS
from socket_workbench.cli.commands.run import MOST_JOBS
from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.rules_conditions import MOST_CONDITIONS
from socket_workbench.dialogues.rules_document import RuleDocument, RulesDocument, StateDocument
from socket_workbench.dialogues.rules_reading import MOST_RULES, VALUES
from socket_workbench.dialogues.rules_reading import MOST_VARIABLES as MOST_RULE_VARIABLES
from socket_workbench.dialogues.script import UNREAD_LIMIT
from socket_workbench.dialogues.script_expectations import WITHIN
from socket_workbench.dialogues.script_matchers import MOST_SEARCHED
from socket_workbench.payload.durations import LONGEST
from socket_workbench.payload.sizes import size_text
from socket_workbench.scenarios import resolve, toml_nesting
from socket_workbench.scenarios.addresses import PLACES
from socket_workbench.scenarios.check import MOST_ENDPOINTS
from socket_workbench.scenarios.fields import MOST_MISTAKES
from socket_workbench.scenarios.find import MOST_DOCUMENTS
from socket_workbench.scenarios.load import MOST_BYTES
from socket_workbench.scenarios.model import (
    RESOLVED,
    ClientDocument,
    ExpectationDocument,
    LanguageDocument,
    Scenario,
    SendDocument,
    ServerDocument,
    StepDocument,
    VariableDocument,
)
from socket_workbench.scenarios.schema import scenario_schema
from socket_workbench.scenarios.step_actions import BELONGING
from socket_workbench.scenarios.step_fields import FORMS, MOST_CHOICES, MOST_WANTED
from socket_workbench.scenarios.steps import MOST_TIMES, VARIABLES
from socket_workbench.scenarios.variables import MOST_VARIABLES
from socket_workbench.values.budget import MOST_OPERATIONS, MOST_PATTERNS, MOST_TEMPLATES
from socket_workbench.values.patterns import MOST_PATTERN
from socket_workbench.values.variables import MOST_VALUES

PAGE = Path(__file__).parents[1] / "docs" / "scenario-reference.md"

_HEAD = """\
# Scenario files: every field

This page is written by `make reference` from what reads documents; [scenarios.md](scenarios.md)
says how they are meant. [Options](options.md) of servers and clients are fields, too, and not
repeated here.
"""

_TABLES: tuple[tuple[str, type[msgspec.Struct]], ...] = (
    ("The document", Scenario),
    ("`[[servers]]`", ServerDocument),
    ("`rules` of a server", RulesDocument),
    ("`states` of rules", StateDocument),
    ("`rules` of a state, and `default`", RuleDocument),
    ("`[[clients]]`", ClientDocument),
    ("`steps` of a client", StepDocument),
    ("`send` with a table", SendDocument),
    ("`expect` with a table", ExpectationDocument),
    ("`if` of rules and steps, `until` and `check`", ConditionDocument),
    ("`[variables]` with a table", VariableDocument),
    ("`[languages.CODE]`", LanguageDocument),
)

_UNLESS_GIVEN = {
    "within": f"{WITHIN:g} s",
    "line_end": "none",
    "form": FORMS[0],
    "after": "0 s",
    "client": "the first one",
}
"""What steps do without these fields."""

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "table",
    "array": "list",
}


_PLURALS = {"text": "texts", "table": "tables"}


def page() -> str:
    """Return the whole page."""
    definitions = json.loads(scenario_schema())["$defs"]
    lines = [_HEAD]
    for title, struct in _TABLES:
        rows = _rows(struct, definitions[struct.__name__])
        lines += [f"## {title}", "", *table(["field", "type", "default", ""], rows), ""]
    return "\n".join([*lines, *_actions(), "", *_places(), "", *_limits(), ""])


def _rows(struct: type[msgspec.Struct], definition: dict[str, Any]) -> list[list[str]]:
    return [
        [
            f"`{field.encode_name}`",
            _type(definition["properties"][field.encode_name]),
            _default(struct, field),
            definition["properties"][field.encode_name]["description"],
        ]
        for field in msgspec.structs.fields(struct)
        if field.name not in RESOLVED.get(struct, ()) and field.name != "options"
    ]


def _type(schema: dict[str, Any]) -> str:
    """Return a type of the schema in words."""
    if "const" in schema:
        return f"`{schema['const']}`"
    if "$ref" in schema:
        return "table"
    choices = schema.get("anyOf") or [{"type": one} for one in _listed(schema["type"])]
    if choices != [{"type": "array"}]:
        words = [_type(one) if "type" not in one else _TYPES[one["type"]] for one in choices]
        return " or ".join(dict.fromkeys(words))
    return f"list of {_PLURALS.get(inner := _type(schema['items']), inner)}"


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _default(struct: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "needed"
    if struct is StepDocument:
        return _UNLESS_GIVEN.get(field.name, "")
    if isinstance(field.default, bool):
        return "true" if field.default else "false"
    return f"`{field.default}`" if isinstance(field.default, str) and field.default else ""


def _actions() -> list[str]:
    rows = [
        [f"`{action}`", ", ".join(f"`{name}`" for name in fields)]
        for action, fields in BELONGING.items()
    ]
    return [
        "## What belongs to which step",
        "",
        "A step has exactly one action.",
        "",
        *table(["action", "beside it"], rows),
    ]


def _places() -> list[str]:
    rows = [
        [where, f"`{{{{{name}}}}}`", words]
        for where, names in (("addresses", PLACES), ("steps", VARIABLES), ("rules", VALUES))
        for name, words in names.items()
    ]
    return [
        "## Places",
        "",
        "Beside these there are, in addresses and steps, the document's variables; in steps, what",
        "earlier steps have set; in rules, the variables of their server and the groups of its",
        "patterns; in steps and rules, the [functions](values.md#functions).",
        "",
        *table(["in", "place", "what it stands for"], rows),
    ]


def _limits() -> list[str]:
    rows = [
        ("size of a document", size_text(MOST_BYTES)),
        ("tables, lists and parts of dotted keys of a document", f"{toml_nesting.MOST:,}"),
        ("how deep they lie in each other", f"{toml_nesting.DEEPEST}"),
        ("commas and equals signs between and before its values", f"{toml_nesting.MOST_VALUES:,}"),
        ("servers and clients of a document", f"{MOST_ENDPOINTS:,}"),
        ("steps of a document, with those it includes", f"{resolve.MOST_STEPS:,}"),
        ("documents that one includes", f"{resolve.MOST_DOCUMENTS}"),
        ("how deep documents include each other", f"{resolve.MOST_DEEP}"),
        ("size of all documents that one includes", size_text(resolve.MOST_DOCUMENT_BYTES)),
        ("size of all files that a document sends", size_text(resolve.MOST_FILE_BYTES)),
        ("languages of a document", f"{resolve.MOST_LANGUAGES}"),
        ("variables of a document", f"{MOST_VARIABLES:,}"),
        ("rules of a server", f"{MOST_RULES:,}"),
        ("conditions of a rule", f"{MOST_CONDITIONS}"),
        ("variables of a server with rules", f"{MOST_RULE_VARIABLES:,}"),
        ("patterns of a document", f"{MOST_PATTERNS:,}"),
        ("characters of a pattern", f"{MOST_PATTERN:,}"),
        ("texts in steps and rules of a document", f"{MOST_TEMPLATES:,}"),
        ("operations in all templates of a document", f"{MOST_OPERATIONS:,}"),
        ("things in `one_of` and `in_any_order`", f"{MOST_WANTED}"),
        ("`choices` of a question", f"{MOST_CHOICES:,}"),
        ("rounds of a `repeat` with `times`", f"{MOST_TIMES:,}"),
        ("a duration", f"{LONGEST / 3600:g} h"),
        ("size of what has come and no step has read", size_text(UNREAD_LIMIT)),
        ("size of what a pattern is searched in, of a stream", size_text(MOST_SEARCHED)),
        ("size of all variables of a client or a conversation", size_text(MOST_VALUES)),
        ("mistakes that are told", f"{MOST_MISTAKES}"),
        ("documents of a folder that are run", f"{MOST_DOCUMENTS:,}"),
        ("runs of one command", f"{MOST_TURNS:,}"),
        ("runs at the same time", f"{MOST_JOBS}"),
    ]
    return ["## Limits", "", *table(["at most", ""], rows)]


def main() -> int:
    """Write the page anew."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
