import pytest

from socket_workbench.dialogues.conditions import TESTS, Condition, check_known, value_of
from socket_workbench.values.mistake import Value, ValueProblem
from socket_workbench.values.patterns import compile_pattern

VALUES: dict[str, Value] = {"x": b"Hello", "n": 9}


@pytest.mark.parametrize(
    ("test", "other", "holds"),
    [
        ("equals", b"Hello", True),
        ("equals", b"hello", False),
        ("contains", b"ell", True),
        ("starts", b"He", True),
        ("ends", b"l", False),
        ("regex", compile_pattern("^H.l+o$"), True),
        ("regex", compile_pattern("x"), False),
    ],
)
@pytest.mark.parametrize("is_not", [False, True])
def test_text_is_compared(test, other, holds, is_not):
    assert Condition("x", test, "", is_not).holds(VALUES, other) is (holds is not is_not)


@pytest.mark.parametrize(
    ("test", "other", "holds"),
    [("less", b"10", True), ("more", b"10", False), ("less", b"9.5", True), ("more", b"9", False)],
)
def test_numbers_are_compared(test, other, holds):
    assert Condition("n", test, "").holds(VALUES, other) is holds


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition("x", "less", ""), "'Hello' is not a number"),
        (Condition("n", "more", ""), "'' is not a number"),
        (Condition("y", "equals", ""), "no value named y"),
    ],
)
def test_what_cannot_be_compared_is_told(condition, words):
    with pytest.raises(ValueProblem, match=words):
        condition.holds(VALUES, b"")


@pytest.mark.parametrize("test", TESTS)
def test_every_condition_has_words(test):
    said = Condition("x", test, "5").describe()
    assert said.startswith("x ")
    assert said.endswith(" 5")
    assert "not" in Condition("x", test, "5", is_not=True).describe()


def test_values_are_bytes():
    assert value_of("n", VALUES) == b"9"


def test_unknown_names_are_told_with_those_that_are_known():
    check_known("x", VALUES)
    with pytest.raises(ValueError, match="no variable 'y' here; known are n, x"):
        check_known("y", VALUES)
