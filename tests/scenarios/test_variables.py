import pytest

from socket_workbench.scenarios.fields import FieldError, Mistakes
from socket_workbench.scenarios.model import VariableDocument
from socket_workbench.scenarios.variables import ValuesForSeveral, read_variables, variable_values

V = VariableDocument
VARIABLES: dict[str, str | int | VariableDocument] = {
    "host": "127.0.0.1",
    "port": 80,
    "bytes": V(type="hex", default="01 ff"),
    "mode": V(default="fast", choices=["fast", "exact"]),
}


def test_defaults_hold_unless_a_value_is_given():
    assert variable_values(VARIABLES, {"port": "81", "mode": "exact"}) == {
        "host": "127.0.0.1",
        "port": "81",
        "bytes": "\x01\udcff",
        "mode": "exact",
    }


@pytest.mark.parametrize(
    ("given", "path", "part"),
    [
        ({"port": "x"}, "port", "'x' is not a whole number"),
        ({"port": "9" * 30}, "port", "whole number"),
        ({"bytes": "0x"}, "bytes", "is not hex"),
        ({"mode": "slow"}, "mode", "none of the choices fast, exact"),
        ({"prt": "1"}, "", "did you mean port?"),
        ({"zzzz": "1"}, "", "known are: host, port"),
    ],
)
def test_a_value_that_makes_no_sense_is_told(given, path, part):
    with pytest.raises(FieldError, match=part) as caught:
        variable_values(VARIABLES, given)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"a b": "x"}, '"a b"'),
        ({"x": V(type="float", default="1")}, "x.type"),
        ({"x": V(type="number", default="one")}, "x.default"),
        ({"x": V(default="a", choices=["b"])}, "x.default"),
        ({"x": V(type="number", choices=["b"])}, "x.choices[0]"),
        ({"x": V()}, "x.default"),
        ({f"x{number}": "" for number in range(1001)}, ""),
    ],
)
def test_a_variable_that_makes_no_sense_is_told(variables, path):
    with pytest.raises(FieldError) as caught:
        variable_values(variables, {})
    assert caught.value.path == path


def test_without_values_at_hand_those_without_a_default_have_an_example():
    variables = {"a": V(), "b": V(type="number"), "c": V(choices=["x", "y"])}
    assert variable_values(variables, None) == {"a": "1", "b": "1", "c": "x"}


def test_every_mistake_is_found_and_each_variable_has_a_value_all_the_same():
    variables: dict[str, str | int | VariableDocument] = {
        "a": V(type="number", default="one", choices=["b", 2, "c"]),
        "b": V(type="float", default="1.5"),
        "c": V(type="hex", default="0g"),
        "d": V(),
        "e": "right",
    }
    mistakes = Mistakes()
    values = read_variables(variables, {"e": "given", "f": "1"}, mistakes)

    assert [each.path for each in mistakes.found] == [
        *("a.choices[0]", "a.choices[2]", "a.default", "b.type", "c.default", "d.default"),
        "",
    ]
    assert values == {"a": "1", "b": "1", "c": "\0", "d": "1", "e": "given"}


def test_too_many_variables_are_the_last_mistake():
    mistakes = Mistakes()

    assert read_variables({f"x{number}": "" for number in range(1001)}, {}, mistakes) == {}
    assert mistakes.is_full


def test_values_for_several_documents_are_for_those_that_have_the_variables():
    values = ValuesForSeveral({"a": "2", "b": "3"})

    assert variable_values({"a": "1"}, values) == {"a": "2"}
    with pytest.raises(ValueError, match="no variable b"):
        values.check()
    assert variable_values({"b": "1", "c": "1"}, values) == {"b": "3", "c": "1"}
    values.check()
