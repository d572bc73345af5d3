import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.kinds.rules import KIND


def test_without_rules_it_says_ok():
    assert b"OK" in KIND.build()().received(b"x")


def test_each_conversation_has_a_state_of_its_own():
    text = """{"states": [
        {"name": "a", "rules": [{"any": true, "go": "b"}]},
        {"name": "b", "rules": [{"any": true, "reply": "in b"}]}]}"""
    opened = KIND.build({"rules": text})
    first, second = opened(), opened()
    first.received(b"x")

    assert b"in b" in first.received(b"x")
    assert b"in b" not in second.received(b"x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON of rules"),
        ("[" * 100_000, "no JSON of rules"),
        ('{"x": 1}', "unknown field"),
        ('{"states": []}', "states: rules need a state."),
        ("\ud800", "no JSON of rules"),
    ],
)
def test_what_are_no_rules_is_refused_in_a_sentence(text, words):
    with pytest.raises(ValueError, match=words):
        KIND.build({"rules": text})


@given(st.text())
def test_no_text_does_anything_but_be_refused(text):
    with pytest.raises(ValueError):
        KIND.build({"rules": text})
