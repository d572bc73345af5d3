import pytest

from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_steps import SendBytes, SendMessage, SetVariables
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.values import variables
from socket_workbench.values.mistake import ValueProblem


@pytest.fixture
def values():
    return ScriptValues({"x": b"Hello", "n": "9"})


@pytest.mark.parametrize(
    ("test", "other", "holds"),
    [
        ("equals", "Hello", True),
        ("equals", "{{x}}", True),
        ("contains", "ell", True),
        ("starts", "He", True),
        ("ends", "l", False),
        ("regex", "^H.l+o$", True),
        ("regex", "x", False),
    ],
)
@pytest.mark.parametrize("is_not", [False, True])
def test_conditions_on_text(values, test, other, holds, is_not):
    assert values.holds(Condition("x", test, other, is_not)) is (holds is not is_not)


@pytest.mark.parametrize(
    ("test", "other", "holds"), [("less", "10", True), ("more", "10", False), ("less", "9.5", True)]
)
def test_conditions_on_numbers(values, test, other, holds):
    assert values.holds(Condition("n", test, other)) is holds


@pytest.mark.parametrize("condition", [Condition("x", "less", "1"), Condition("y", "equals", "")])
def test_what_cannot_be_compared_is_told(values, condition):
    with pytest.raises(ValueProblem):
        values.holds(condition)


def test_messages_are_filled(values):
    assert values.message(SendMessage("{{x}}", LineEnd.LF)) == b"Hello\n"
    assert values.message(SendMessage("01 {{u8(n)}}", is_hex=True)) == b"\x01\x09"
    assert values.message(SendBytes(b"{{x}}", LineEnd.CR)) == b"{{x}}\r"
    assert values.text(r"\n {{x}}") == r"\n Hello"
    assert values.share(("x", "n")) == {"x": b"Hello", "n": b"9"}


def test_variables_are_bounded_however_they_are_set(values, monkeypatch):
    monkeypatch.setattr(variables, "MOST_VALUES", 10)
    values.update({"y": b"1234"})
    for more in (
        lambda: values.update({"z": b"1"}),
        lambda: values.keep({"z": b"1"}, "", b""),
        lambda: values.keep({}, "z", b"1"),
        lambda: values.set_all(SetVariables((("z", "1"),))),
    ):
        with pytest.raises(ValueProblem, match="more than 10 bytes"):
            more()


def test_random_values_are_the_same_with_the_same_seed():
    first, second, other = (ScriptValues({}, seed) for seed in (7, 7, "x"))
    template = "{{random(1, 10 ** 9)}}{{uuid}}{{random_digits(9)}}".replace("10 ** 9", "999999999")

    assert first.fill(template) == second.fill(template)
    assert first.fill(template) != other.fill(template)
