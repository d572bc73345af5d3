import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.harmless import brief, harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 中 \U0001f600", "plain é 中 \U0001f600"),
        ("\x1b[2J\x07", r"\x1b[2J\x07"),
        ("a\tb\r\nc", r"a\tb\r\nc"),
        ("\x7f\x9b\xad", r"\x7f\x9b\xad"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
        ("a\u00a0b\u3000c", "a\u00a0b\u3000c"),
        ("back\\slash", "back\\slash"),
    ],
)
def test_what_controls_a_terminal_is_an_escape(text, shown):
    assert harmless(text) == shown


@given(st.text(st.characters(codec=None)))
def test_nothing_is_left_that_controls(text):
    shown = harmless(text)

    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert harmless(shown) == shown


@given(st.text(st.characters(codec=None)))
def test_a_sentence_of_words_that_can_be_read_stays_as_it_is(text):
    assert brief(text) == text


@given(st.integers(400, 100_000), st.text(max_size=50))
def test_a_word_that_nobody_reads_to_its_end_loses_its_middle(length, text):
    word = "a" + "x" * (length - 2) + "b"

    shown = brief(f"{text} {word} is none.")

    assert shown == f"{text} {word[:200]}…{word[-100:]} is none."
