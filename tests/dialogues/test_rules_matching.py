import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.rules_document import RuleDocument
from socket_workbench.dialogues.rules_matching import every_message, pattern_match, read_match
from socket_workbench.values.patterns import compile_pattern


def matches(message, **fields):
    field = next(name for name in fields if name != "ignore_case")
    return read_match(RuleDocument(**fields), field)(message) is not None


@pytest.mark.parametrize(
    ("fields", "yes", "no"),
    [
        ({"hex": "01 f?"}, b"\x01\xfa", b"\x01\xea"),
        ({"hex": "?? 03 *"}, b"a\x03bc", b"a"),
        ({"hex": "*"}, b"", None),
        ({"hex": ""}, b"", b"a"),
        ({"length": "2..3"}, b"abc", b"abcd"),
        ({"length": "2.."}, b"ab", b"a"),
        ({"ends": "É"}, "aÉ".encode(), "aé".encode()),
        ({"contains": "AB", "ignore_case": True}, b"xab", b"xa"),
    ],
)
def test_what_matches(fields, yes, no):
    assert matches(yes, **fields)
    if no is not None:
        assert not matches(no, **fields)


def test_groups():
    match = pattern_match(compile_pattern("(?P<a>b+)"))

    assert match(b"abba") == {"a": b"bb"}
    assert match(b"c") is None
    assert every_message(b"x") == {}


@given(st.binary(max_size=20), st.binary(max_size=20))
def test_hex_is_for_exactly_its_bytes(data, other):
    assert matches(data, hex=data.hex())
    assert matches(other, hex=data.hex()) == (data == other)
    assert matches(data + other, hex=data.hex(" ") + " *")
    assert matches(other, hex="?" * 2 * len(data)) == (len(data) == len(other))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hex", "0"),
        ("hex", "0g"),
        ("hex", "* 01"),
        ("hex", "0٣"),
        ("length", -1),
        ("length", "2"),
        ("length", "3..2"),
        ("length", "..2"),
        ("any", False),
        ("equals", "\\q"),
    ],
)
def test_mistakes(field, value):
    with pytest.raises(ValueError):
        read_match(RuleDocument(**{field: value}), field)


def test_case_is_for_texts_and_patterns():
    with pytest.raises(ValueError, match="ignore_case is for texts"):
        read_match(RuleDocument(any=True, ignore_case=True), "any")
