import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.search.filter_mistake import FilterError
from socket_workbench.journal.search.filter_spelling import (
    is_bare_text,
    pattern_text,
    quoted,
    read_expression,
    read_number,
    read_quoted,
    value_text,
)
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax


@given(st.text(), st.text())
def test_what_is_quoted_reads_the_same(text, behind):
    written = quoted(text)
    assert written.isprintable()
    assert read_quoted(written + behind, 0) == (text, len(written))


@given(st.text())
def test_expressions_end_at_the_first_slash_that_is_not_escaped(text):
    written = pattern_text(Pattern(PatternSyntax.REGEX, text, cased=True))
    try:
        said, end = read_expression(written, 0)
    except FilterError:
        # A lone backslash at the end takes the slash with it, and is no expression either.
        assert text.endswith("\\")
        return
    assert end == len(written)
    assert Pattern(PatternSyntax.REGEX, said) == Pattern(PatternSyntax.REGEX, text)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (Pattern(PatternSyntax.TEXT, "word"), "word"),
        (Pattern(PatternSyntax.TEXT, "word", hidden=True), "-word"),
        (Pattern(PatternSyntax.TEXT, "two words"), '"two words"'),
        (Pattern(PatternSyntax.TEXT, "-dash"), '"-dash"'),
        (Pattern(PatternSyntax.TEXT, "a:b"), '"a:b"'),
        (Pattern(PatternSyntax.TEXT, "a\r\n\u202e"), r'"a\r\n\u202e"'),
        (Pattern(PatternSyntax.TEXT, "Word", cased=True, whole_words=True), '"Word"cw'),
        (Pattern(PatternSyntax.REGEX, "a/b"), r"/a\/b/i"),
        (Pattern(PatternSyntax.REGEX, "a+", cased=True, hidden=True), "-/a+/"),
        (Pattern(PatternSyntax.HEX, "48 65", hidden=True), "-hex:4865"),
    ],
)
def test_patterns_are_written(pattern, written):
    assert pattern_text(pattern) == written


def test_values_are_quoted_where_they_have_to_be():
    assert value_text("127.0.0.1:5000") == "127.0.0.1:5000"
    assert value_text("client 2") == '"client 2"'
    assert value_text("a,b") == '"a,b"'


def test_which_texts_stand_bare():
    assert is_bare_text("Grüße")
    for text in ("", "a b", "/a", "key:", '"', "-a", "\u202e"):
        assert not is_bare_text(text)


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ('"open', 1, "closing quote"),
        (r'"a\q"', 3, "no escape"),
        (r'"\u12"', 2, "no escape"),
        (r'"\U00110000"', 2, "no escape"),
        ('"\\', 2, "no escape"),
    ],
)
def test_mistakes_in_quotes_have_their_column(text, column, problem):
    with pytest.raises(FilterError, match=problem) as error:
        read_quoted(text, 0)
    assert error.value.column == column


def test_an_expression_has_to_end():
    with pytest.raises(FilterError, match="closing slash"):
        read_expression(r"/abc\/", 0)


@pytest.mark.parametrize(
    ("word", "number"), [("0", 0), ("007", 7), ("0" * 5000 + "1", 1), (str(2**63 - 1), 2**63 - 1)]
)
def test_numbers_are_read(word, number):
    assert read_number(word, 1) == number


@pytest.mark.parametrize("word", ["", "-1", "1.", "²", "١", "x", str(2**63), "9" * 5000])
def test_other_words_are_no_numbers(word):
    with pytest.raises(FilterError) as error:
        read_number(word, 7)
    assert error.value.column == 7
