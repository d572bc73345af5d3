import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.quoting import LONGEST, quote, shortened


@pytest.mark.parametrize(
    ("data", "quoted"),
    [
        (b"abc", "'abc'"),
        (b"", "''"),
        (b"a\r\n\xff\\", r"'a\r\n\xff\\'"),
        ("你好".encode(), "'你好'"),
        (b"a" * LONGEST, "'" + "a" * LONGEST + "'"),
        (b"a" * (LONGEST + 1), "'" + "a" * LONGEST + "...'"),
        (b"a" * 1_000_000, "'" + "a" * LONGEST + "...'"),
    ],
)
def test_quote(data, quoted):
    assert quote(data) == quoted


def test_other_marks():
    assert quote(b"a", '"') == '"a"'


@given(st.text(min_size=LONGEST + 1, max_size=200))
def test_long_texts_are_cut_and_say_so(text):
    quoted = quote(text.encode())
    assert quoted.endswith("...'")
    assert len(quoted) == LONGEST + 5


def test_a_text_is_as_long_as_there_is_room_for():
    assert shortened("a" * LONGEST) == "a" * LONGEST
    assert shortened("a" * (LONGEST + 1)) == "a" * LONGEST + "…"
