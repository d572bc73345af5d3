import io
import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.search.expression_program import MOST_PLACES, run


def question(form, *parts):
    ends = [0]
    for part in parts:
        ends.append(ends[-1] + len(part))
    return struct.pack(f"<cI{len(ends)}I", form, len(parts), *ends) + b"".join(parts)


def ask(expression, *questions, flags=0):
    answers = io.BytesIO()
    run(
        io.BytesIO(struct.pack("<II", flags, len(expression)) + expression + b"".join(questions)),
        answers,
    )
    return answers.getvalue()


def test_it_tells_which_parts_have_the_expression():
    assert ask(b"^a+$", question(b"M", b"aaa", b"aab", b"", b"a")) == b"\1\0\0\1"


def test_parts_are_looked_at_by_themselves():
    assert ask(b"ab", question(b"M", b"a", b"b", b"ab")) == b"\0\0\1"


@pytest.mark.parametrize(
    "expression", [b"a[bc]", b"ab|bc?", b"a{2}", b"b?", b"^a", b"a+b", b"a\\b"]
)
@given(parts=st.lists(st.text("abc", max_size=4).map(str.encode), min_size=1, max_size=90))
def test_like_looking_at_each_part(expression, parts):
    expected = bytes(re.search(expression, part) is not None for part in parts)
    assert ask(expression, question(b"M", *parts)) == expected


def test_case_is_ignored_when_told():
    assert ask(b"a", question(b"M", b"A"), flags=2) == b"\1"


def test_it_tells_the_places():
    answer = ask(b"a+", question(b"S", b"baab", b"c", b"a"))
    assert struct.unpack("<I6I", answer) == (2, 0, 1, 3, 2, 0, 1)


def test_there_are_not_too_many_places():
    answer = ask(b"a", question(b"S", b"a" * (MOST_PLACES + 5)))
    assert struct.unpack("<I", answer[:4]) == (MOST_PLACES,)


def test_several_questions_are_answered():
    assert ask(b"a", question(b"M", b"a"), question(b"M", b"b", b"a")) == b"\1\0\1"
