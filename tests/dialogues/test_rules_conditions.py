import pytest

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.rules_conditions import MOST_CONDITIONS, read_conditions
from socket_workbench.values.budget import Budget
from socket_workbench.values.source import Source

NAMES = ("n", "limit")


@pytest.fixture
def read():
    """Reads conditions; returns them and the paths of what makes no sense."""

    def read(*fields):
        wrong = []

        def take(path, read, *details):
            try:
                return read(*details)
            except ValueError:
                wrong.append(path)

        written = [ConditionDocument(**each) for each in fields]
        one = written[0] if len(written) == 1 else written
        return read_conditions("if", one, NAMES, Budget(), take), wrong

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
    (condition,), wrong = read({"variable": "n", **fields})

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
    conditions, wrong = read(fields)

    assert conditions == ()
    assert wrong == paths


def test_of_several_each_has_its_place(read):
    conditions, wrong = read({"variable": "n", "equals": "1"}, {"variable": "x", "equals": "2"})

    assert len(conditions) == 2
    assert wrong == ["if[1].variable"]
    assert read() == ((), [])


def test_so_many_conditions_are_possible_at_most(read):
    condition = {"variable": "n", "equals": "1"}

    assert len(read(*[condition] * MOST_CONDITIONS)[0]) == MOST_CONDITIONS
    assert read(*[condition] * (MOST_CONDITIONS + 1)) == ((), ["if"])
