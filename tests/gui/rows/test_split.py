import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.rows.split import continues, cut_characters_off, unfinished_tail


@pytest.mark.parametrize("character", ["é", "日", "🙂"])
def test_the_beginning_of_a_character_is_unfinished(character):
    encoded = character.encode()
    for length in range(1, len(encoded)):
        assert unfinished_tail(b"abc" + encoded[:length]) == encoded[:length]
        assert continues(encoded[length:])
    assert unfinished_tail(b"abc" + encoded) == b""


@pytest.mark.parametrize("data", [b"", b"a", b"\x80\x80\x80\x80", b"\xff", b"\xf8\x80"])
def test_what_can_never_become_a_character_is_no_tail(data):
    assert unfinished_tail(data) == b""


def test_a_whole_beginning_does_not_continue():
    assert not continues("日".encode())
    assert not continues(b"")


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.data())
def test_any_cut_of_a_text_is_text_without_split_characters(text, data):
    encoded = text.encode()
    start = data.draw(st.integers(0, len(encoded)))
    end = data.draw(st.integers(start, len(encoded)))
    assert cut_characters_off(encoded[start:end]).decode() in text
