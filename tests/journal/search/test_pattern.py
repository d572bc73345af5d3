import pytest

from socket_workbench.journal.search.pattern import (
    Pattern,
    PatternError,
    PatternSyntax,
    compile_expression,
)
from socket_workbench.payload.hexadecimal import HexError


def expression(text, **choices):
    return compile_expression(Pattern(PatternSyntax.REGEX, text, **choices))


def test_bytes_are_kept_in_one_spelling():
    assert Pattern(PatternSyntax.HEX, "0x48,65") == Pattern(PatternSyntax.HEX, "48 65")
    with pytest.raises(HexError):
        Pattern(PatternSyntax.HEX, "4x")


def test_a_needlessly_escaped_slash_is_a_slash():
    assert Pattern(PatternSyntax.REGEX, r"a\/b\\/") == Pattern(PatternSyntax.REGEX, r"a/b\\/")


def test_only_texts_know_whole_words():
    assert not Pattern(PatternSyntax.REGEX, "a", whole_words=True).whole_words
    assert Pattern(PatternSyntax.TEXT, "a", whole_words=True).whole_words


def test_what_is_plain():
    assert Pattern(PatternSyntax.TEXT, "a").is_plain
    for other in (
        Pattern(PatternSyntax.TEXT, "a", cased=True),
        Pattern(PatternSyntax.TEXT, "a", hidden=True),
        Pattern(PatternSyntax.REGEX, "a"),
    ):
        assert not other.is_plain


def test_an_expression_looks_for_bytes_in_any_case_or_not():
    assert expression("grü(ß|x)").search("GRüß".encode())
    assert not expression("abc", cased=True).search(b"ABC")


@pytest.mark.parametrize(
    ("text", "column"), [("a(b", 2), ("ü*)", 3), ("[", 1), ("a**", 3), ("(?P<a>", 1)]
)
def test_a_mistake_is_named_with_its_column(text, column):
    with pytest.raises(PatternError) as error:
        expression(text)
    assert error.value.column == column
    assert str(error.value).startswith(f"Column {column}: this is no regular expression: ")


def test_what_python_only_warns_of_is_taken():
    assert expression("[[a]").search(b"[")


def test_an_expression_may_be_too_large():
    with pytest.raises(PatternError, match=r"too large|no regular expression"):
        expression("a{99999999999}")
