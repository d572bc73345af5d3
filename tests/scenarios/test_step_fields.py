import pytest

from socket_workbench.dialogues.condition_document import ConditionDocument as C
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_expectations import (
    Expect,
    ExpectAbsent,
    ExpectSeveral,
    Match,
)
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import ExpectationDocument as E
from socket_workbench.scenarios.step_fields import FieldReader
from socket_workbench.values.budget import Budget


@pytest.fixture
def fields():
    return FieldReader(["x"], messages=False, budget=Budget())


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("a{{x}}", Expect(Match.EQUALS, "a{{x}}")),
        (E(equals="a", ignore_case=True), Expect(Match.EQUALS, "a", ignore_case=True)),
        (E(starts="a"), Expect(Match.STARTS, "a")),
        (E(ends="a"), Expect(Match.ENDS, "a")),
        (E(regex="a+"), Expect(Match.REGEX, "a+")),
        (E(hex="0? ff"), Expect(Match.HEX, "0? ff")),
        (E(hex="{{x}} ff"), Expect(Match.HEX, "{{x}} ff")),
        (E(length=3), Expect(Match.LENGTH, "3")),
        (E(any=True), Expect(Match.ANY)),
        (
            E(one_of=["a", E(starts="b", into="y")]),
            ExpectSeveral((Expect(Match.EQUALS, "a"), Expect(Match.STARTS, "b", into="y"))),
        ),
        (E(in_any_order=["a"]), ExpectSeveral((Expect(Match.EQUALS, "a"),), True)),
    ],
)
def test_expectations_are_read(fields, written, step):
    assert fields.expectation(written) == step


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("", "expect"),
        (E(), "expect"),
        (E(starts="a", ends="b"), "expect"),
        (E(starts=""), "expect.starts"),
        (E(equals=""), "expect.equals"),
        (E(regex="("), "expect.regex"),
        (E(hex="0"), None),
        (E(hex="x?"), "expect.hex"),
        (E(hex="xy"), "expect.hex"),
        (E(length=0), "expect.length"),
        (E(length=1, ignore_case=True), "expect.ignore_case"),
        (E(starts="a", into="y"), "expect.into"),
        (E(one_of=[]), "expect.one_of"),
        (E(one_of=["a"] * 101), "expect.one_of"),
        (E(one_of=[E(one_of=["a"])]), "expect.one_of[0].one_of"),
        (E(one_of=["a", E(into="1", any=True), "{{y}}"]), "expect.one_of[1].into"),
        (E(one_of=["a"], any=True), "expect"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(fields, written, path):
    if path is None:
        fields.expectation(written)
        return
    with pytest.raises(FieldError) as caught:
        fields.expectation(written)
    assert caught.value.path == path


def test_groups_of_patterns_become_variables(fields):
    fields.expectation(E(regex="(?P<code>[0-9]+)"))
    assert "code" in fields.variables


def test_what_may_not_come_is_read():
    messages = FieldReader([], messages=True, budget=Budget())
    stream = FieldReader([], messages=False, budget=Budget())

    written = E(regex="a+", is_not=True)
    assert messages.expectation(written) == ExpectAbsent(Expect(Match.REGEX, "a+"))
    with pytest.raises(FieldError) as caught:
        stream.expectation(written)
    assert caught.value.path == "expect.not"
    with pytest.raises(FieldError, match="write expect_nothing"):
        messages.expectation(E(any=True, is_not=True))
    written = E(contains="a", is_not=True)
    assert stream.expectation(written) == ExpectAbsent(Expect(Match.CONTAINS, "a"))
    for wrong in (E(one_of=["a"], is_not=True), E(one_of=[E(equals="a", is_not=True)])):
        with pytest.raises(FieldError, match="not belong to lists"):
            messages.expectation(wrong)


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        (C(variable="x", equals="{{x}}"), Condition("x", "equals", "{{x}}")),
        (C(variable="x", more=5), Condition("x", "more", "5")),
        (C(variable="x", regex="a", is_not=True), Condition("x", "regex", "a", True)),
    ],
)
def test_conditions_are_read(fields, written, condition):
    assert fields.condition(written) == condition


@pytest.mark.parametrize(
    ("written", "path"),
    [
        (C(variable="y", equals=""), "variable"),
        (C(variable="x", equals="{{y}}"), "equals"),
        (C(variable="x", regex="("), "regex"),
    ],
)
def test_a_condition_that_makes_no_sense_is_told(fields, written, path):
    with pytest.raises(FieldError) as caught:
        fields.condition(written)
    assert caught.value.path == path
    with pytest.raises(ValueError, match="exactly one of"):
        fields.condition(C(variable="x"))


def test_both_sides_of_a_condition_are_told(fields):
    with pytest.raises(FieldError) as caught:
        fields.condition(C(variable="y", less="{{z}}"))
    assert [each.path for each in caught.value.all()] == ["variable", "less"]


def test_behind_steps_that_could_not_be_read_any_variable_may_be_known(fields):
    fields.knows_all = True

    assert fields.template("send", "{{y}}") == "{{y}}"
    assert fields.known("y", "variable") == "y"
    with pytest.raises(FieldError, match="Column 1"):
        fields.template("send", "{{")
