import copy
import json
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.fields import Mistakes
from socket_workbench.scenarios.schema import scenario_schema
from socket_workbench.scenarios.step_actions import BELONGING
from socket_workbench.scenarios.structure import read_structure

SCHEMA = json.loads(scenario_schema())
DOCUMENTS = [
    *sorted(resource_folder("scenarios").glob("*.toml")),
    *sorted(resource_folder("starters").glob("*.toml")),
]
CONTENTS = [tomllib.loads(file.read_text("utf-8")) for file in DOCUMENTS]
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
}


def is_of(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def accepts(schema, value):
    """Whether a schema accepts a value: JSON Schema 2020-12, as far as ours uses it."""
    return all(CHECKS[word](argument, value, schema) for word, argument in schema.items())


def has_properties(properties, value, schema):
    return not isinstance(value, dict) or all(
        accepts(properties[name], each) for name, each in value.items() if name in properties
    )


def has_no_others(allowed, value, schema):
    if not isinstance(value, dict):
        return True
    others = [each for name, each in value.items() if name not in schema.get("properties", {})]
    return not others if allowed is False else all(accepts(allowed, each) for each in others)


def reference(path, value, schema):
    return accepts(SCHEMA["$defs"][path.removeprefix("#/$defs/")], value)


def ignored(argument, value, schema):
    return True


CHECKS = {
    "$schema": ignored,
    "$defs": ignored,
    "title": ignored,
    "description": ignored,
    "$ref": reference,
    "type": lambda names, value, _: any(
        is_of(value, name) for name in ([names] if isinstance(names, str) else names)
    ),
    "properties": has_properties,
    "additionalProperties": has_no_others,
    "required": lambda names, value, _: not isinstance(value, dict) or set(names) <= set(value),
    "propertyNames": lambda names, value, _: (
        not isinstance(value, dict) or set(value) <= set(names["enum"])
    ),
    "items": lambda each, value, _: (
        not isinstance(value, list) or all(accepts(each, one) for one in value)
    ),
    "maxItems": lambda most, value, _: not isinstance(value, list) or len(value) <= most,
    "anyOf": lambda every, value, _: any(accepts(each, value) for each in every),
    "oneOf": lambda every, value, _: sum(accepts(each, value) for each in every) == 1,
    "enum": lambda values, value, _: value in values,
    "const": lambda only, value, _: value == only,
    "minLength": lambda least, value, _: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda most, value, _: not isinstance(value, str) or len(value) <= most,
    "minimum": lambda least, value, _: not is_of(value, "number") or value >= least,
    "maximum": lambda most, value, _: not is_of(value, "number") or value <= most,
    "pattern": lambda text, value, _: not isinstance(value, str) or bool(re.search(text, value)),
}


def test_the_shipped_schema_is_the_present_one():
    """`make reference` writes it."""
    shipped = resource_folder("schema") / "scenario.schema.json"
    assert shipped.read_text("utf-8") == scenario_schema()


@pytest.mark.parametrize("content", CONTENTS, ids=[file.stem for file in DOCUMENTS])
def test_every_document_of_ours_is_accepted(content):
    assert accepts(SCHEMA, content)


def test_every_field_of_a_step_is_described():
    properties = SCHEMA["$defs"]["StepDocument"]["properties"]

    assert all(each.get("description") for each in properties.values())
    assert set(properties) == set(BELONGING) | {
        field for fields in BELONGING.values() for field in fields
    }
    assert "default" in SCHEMA["$defs"]["VariableDocument"]["properties"]


@pytest.mark.parametrize(
    "step",
    [
        {"send": "a", "expect": "b"},
        {"send": "a", "within": "1s"},
        {"within": "1s"},
        {"sennd": "a"},
        {"send": 4},
        {"included": []},
    ],
)
def test_steps_that_make_no_sense_are_refused(step):
    client = {"endpoint": "tcp://127.0.0.1:1", "steps": [step]}
    assert not accepts(SCHEMA, {"format": 1, "title": "T", "clients": [client]})


def tables(value, path=()):
    """Yield every table and list in a value with its path."""
    if isinstance(value, dict | list):
        yield path, value
        places = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in places:
            yield from tables(each, (*path, name))


OTHER = st.sampled_from([3, True, 1.5, "text", "", [], {}, [4], {"send": "a"}, {"x": 1}])


@given(st.sampled_from(CONTENTS), st.data())
def test_what_is_refused_for_its_structure_is_refused_by_the_schema(content, data):
    content = copy.deepcopy(content)
    for _ in range(data.draw(st.integers(1, 3))):
        _, table = data.draw(st.sampled_from(list(tables(content))))
        if isinstance(table, list):
            table.append(data.draw(OTHER))
        elif table and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(sorted(table)))
            value = table.pop(name)
            if data.draw(st.booleans()):
                table[name] = data.draw(OTHER)
            elif data.draw(st.booleans()):
                table[name + "x"] = value
        else:
            table[data.draw(st.sampled_from(["send", "x", "name", "steps"]))] = data.draw(OTHER)
    mistakes = Mistakes()
    read_structure(content, mistakes)

    if mistakes.found:
        assert not accepts(SCHEMA, content)
