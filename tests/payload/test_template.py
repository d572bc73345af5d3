import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.escapes import EscapeError, show_escapes
from socket_workbench.payload.template import (
    TemplateError,
    fill,
    fill_text,
    value_bytes,
)


@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("", b""),
        ("Hello, {{name}}!", b"Hello, ann!"),
        ("{{name}}{{name}}", b"annann"),
        ("{{ name }}", b"ann"),
        (r"{{name}}\r\n", b"ann\r\n"),
        ("{{raw}}", b"\xff\x00\\n"),
        (r"\x7b{name}}", b"{{name}}"),
        ('{"a":{"b":{}}}', b'{"a":{"b":{}}}'),
        ("{{name", b"{{name"),
        ("{{{name}}}", b"{ann}"),
    ],
)
def test_fill(template, data):
    assert fill(template, {"name": "ann", "raw": b"\xff\x00\\n"}) == data


def test_values_are_not_read_for_escapes_or_places():
    assert fill(r"{{a}}\n", {"a": r"\x41{{b}}", "b": "no"}) == rb"\x41{{b}}" + b"\n"


@given(st.binary(), st.binary())
def test_any_bytes_go_in_unchanged(value, around):
    template = show_escapes(around).replace("{", r"\x7b")
    assert fill(f"{template}{{{{value}}}}{template}", {"value": value}) == around + value + around


def test_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(TemplateError, match="no value named nam; known are: host, name"):
        fill("{{nam}}", {"name": "a", "host": "b"})
    with pytest.raises(TemplateError, match="named name; none is known"):
        fill("{{name}}", {})
    with pytest.raises(TemplateError, match="no value named 1 \\+ 1;"):
        fill("{{1 + 1}}", {"name": "a"})


def test_column_of_a_wrong_escape_counts_from_the_beginning():
    with pytest.raises(EscapeError) as caught:
        fill(r"ab{{name}}c\q", {"name": "a longer value"})
    assert caught.value.column == 12
    assert str(caught.value).startswith("Column 12: ")


def test_bytes_from_a_terminal_go_out_as_they_came():
    assert fill("{{a}}", {"a": b"\xff".decode("utf-8", "surrogateescape")}) == b"\xff"


def test_text_without_a_utf8_form_is_refused():
    with pytest.raises(TemplateError, match="value of a has a character"):
        fill("{{a}}", {"a": "\ud800"})


def test_text_for_people_keeps_its_backslashes():
    assert fill_text(r"C:\new {{name}} {{raw}}", {"name": "é", "raw": b"\xff"}) == r"C:\new é \xff"


def test_value_bytes():
    assert value_bytes("a", {"a": "é"}) == "é".encode()
    with pytest.raises(TemplateError):
        value_bytes("b", {"a": "é"})
