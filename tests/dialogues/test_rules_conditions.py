import pytest

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.rules_conditions import read_condition
from socket_workbench.values.budget import Budget
from socket_workbench.values.source import Source

NAMES = ("n", "limit")


@pytest.fixture
def read():
    """Reads a condition; returns it and the paths of what makes no sense."""

    def read(**fields):
        wrong = []

        def take(path, read, *details):
            try:
                return read(*details)
            except ValueError:
                wrong.append(path)

        written = ConditionDocument(**fields)
        return read_condition("if", written, NAMES, Budget(), take), wrong

    return read


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({"equals": "1{{limit - 10}}"}, True),
        ({"more": "{{limit}}"}, False),
        ({"more": "{{limit}}", "is_not": True}, True),
        ({"regex": "^1"}, True),
        ({"regex": "^1$"}, False),
    ],
)
def test_values_are_compared_with_templates_and_patterns(read, fields, holds):
    condition, wrong = read(variable="n", **fields)

    assert condition.holds({"n": 12, "limit": 12}, Source(0)) is holds
    assert wrong == []


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        ({"variable": "x"}, ["if.variable", "if"]),
        ({"variable": "x", "equals": "{{y}}"}, ["if.variable", "if.equals"]),
        ({"variable": "n", "regex": "("}, ["if.regex"]),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(read, fields, paths):
    condition, wrong = read(**fields)

    assert condition is None
    assert wrong == paths
