import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.values.patterns import MOST_PATTERN, PatternError, compile_pattern


def test_groups_are_found_by_name():
    pattern = compile_pattern(r"^(?P<verb>\w+) (?P<rest>.*)(?P<more>!)?$")

    assert pattern.groups == {"verb", "rest", "more"}
    found = pattern.search(b"GET \xff/")
    assert found is not None
    assert found == (0, 6, {"verb": b"GET", "rest": b"\xff/", "more": b""})
    assert pattern.search(b"GET") is None


def test_bytes_and_text():
    assert compile_pattern(r"^\x00.\xff$").search(b"\x00\x80\xff") is not None
    assert compile_pattern("^[äö]$").search("ö".encode()) is not None
    assert compile_pattern("^[äö]$").search(b"\xf6") is None


def test_without_its_library_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "re2", None)

    with pytest.raises(PatternError, match=r"need the library google-re2.*Install it with"):
        compile_pattern("x")


def test_case():
    assert compile_pattern("get", ignore_case=True).search(b"a GET") == (2, 5, {})
    assert compile_pattern("get").search(b"GET") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a(b", "missing \\)"),
        ("(?=a)", "invalid perl operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("(?P<1>a)", "'1' cannot be the name"),
        ("(?P<é>a)", "cannot be"),
        ("a" * (MOST_PATTERN + 1), "at most 1,000 characters"),
        (r"(?:\pLé?){999}", "too large"),
        ("a\ud800", "cannot be sent"),
    ],
)
def test_mistakes(text, problem):
    with pytest.raises(PatternError, match=problem):
        compile_pattern(text)


def test_a_pattern_that_hangs_python_is_answered():
    assert compile_pattern("^(a+)+$").search(b"a" * 100_000 + b"b") is None


@given(st.text(max_size=30), st.binary(max_size=30))
def test_any_text_is_a_pattern_or_a_sentence(text, data):
    with suppress(PatternError):
        compile_pattern(text).search(data)
