import pytest

from socket_workbench.dialogues import script_values
from socket_workbench.dialogues.script_expectations import Condition
from socket_workbench.dialogues.script_steps import SendBytes, SendMessage
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.values.mistake import TemplateError


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
    with pytest.raises(TemplateError):
        values.holds(condition)


def test_messages_are_filled(values):
    assert values.message(SendMessage("{{x}}", LineEnd.LF)) == b"Hello\n"
    assert values.message(SendMessage("01 {{u8(n)}}", is_hex=True)) == b"\x01\x09"
    assert values.message(SendBytes(b"{{x}}", LineEnd.CR)) == b"{{x}}\r"
    assert values.text(r"\n {{x}}") == r"\n Hello"
    assert values.share(("x", "n")) == {"x": b"Hello", "n": b"9"}


def test_variables_are_bounded(values, monkeypatch):
    monkeypatch.setattr(script_values, "MOST_VALUES", 10)
    values.set("y", b"1234")
    with pytest.raises(TemplateError, match="more than 10 bytes"):
        values.set("z", b"12345")
