import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.escapes import show_escapes
from socket_workbench.values.mistake import MOST_BYTES, TemplateError, Value
from socket_workbench.values.source import Source
from socket_workbench.values.template import (
    MOST_AROUND,
    MOST_PLACES,
    compile_hex,
    compile_pieces,
    compile_plain,
    compile_template,
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
        ("{{{name}}}", b"{ann}"),
        ("{{'{{'}}", b"{{"),
        ("{{number + 1}} of {{seven}}", b"42 of 7"),
    ],
)
def test_fill(template, data):
    values: dict[str, Value] = {"name": "ann", "raw": b"\xff\x00\\n", "number": "41", "seven": 7}

    assert compile_template(template, values).fill(values) == data


def test_values_are_not_read_for_escapes_or_places():
    template = compile_template(r"{{a}}\n")

    assert template.fill({"a": r"\x41{{b}}", "b": "no"}) == rb"\x41{{b}}" + b"\n"


@given(st.binary(), st.binary())
def test_any_bytes_go_in_unchanged(value, around):
    text = show_escapes(around).replace("{", r"\x7b")

    template = compile_template(f"{text}{{{{value}}}}{text}")

    assert template.fill({"value": value}) == around + value + around


def test_a_template_tells_what_it_needs():
    assert compile_template("{{a}}{{upper(b.c)}}{{uuid}}").names == {"a", "b.c"}
    assert compile_template("plain").is_constant
    assert not compile_template("{{uuid}}").is_constant


def test_hex_and_plain_text_stand_around_places():
    assert compile_hex("02, 0x41:{{x}} 03").fill({"x": "ab"}) == b"\x02Aab\x03"
    assert compile_plain(r"C:\new {{x}}").fill({"x": 1}) == rb"C:\new 1"


def test_bytes_from_a_terminal_go_out_as_they_came():
    value = b"\xff".decode("utf-8", "surrogateescape")

    assert compile_template("{{a}}").fill({"a": value}) == b"\xff"


@pytest.mark.parametrize(
    ("reader", "text", "column"),
    [
        (compile_template, r"ab{{name}}c\q", 12),
        (compile_template, "ab{{name", 3),
        (compile_template, "ab{{name}", 9),
        (compile_template, "ab{{}}", 5),
        (compile_template, "{{nmae}}", 3),
        (compile_hex, "01 {{name}} 0g", 14),
        (compile_hex, "01 02 zz", 7),
        (compile_plain, "a\ud800", 2),
    ],
)
def test_mistakes_are_told_when_it_is_read(reader, text, column):
    with pytest.raises(TemplateError) as caught:
        reader(text, {"name"})

    assert caught.value.column == column
    assert str(caught.value) == f"Column {column}: {caught.value.problem}"


def test_what_is_missing_when_it_is_filled_is_told():
    with pytest.raises(TemplateError, match="Column 4: there is no value named b"):
        compile_template("a{{b}}").fill({"a": "x"})
    with pytest.raises(TemplateError, match="UTF-8"):
        compile_template("{{a}}").fill({"a": "\ud800"})


@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("{{u16be(length(after))}}abc", b"\0\3abc"),
        ("{{u8(length(before) + 1 + length(after))}}ab", b"\3ab"),
        ("ab{{checksum('xor', 'be')}}", b"ab\3"),
        ("$ab*{{upper(checksum('xor', 'hex', before[1:-1]))}}", b"$ab*03"),
        ("{{checksum('sum8', 'number', after)}} \1\2", b"35 \1\2"),
        # The length in front counts the checksum, and the checksum covers the length.
        ("{{u8(length(after))}}a{{checksum('sum8', 'be')}}", b"\2ac"),
        # A checksum in the middle covers both sides.
        ("\1{{checksum('sum8', 'be', join(before, after))}}\2", b"\1\3\2"),
        ("{{length(after)}}{{length(after)}}abc", b"43abc"),
    ],
)
def test_places_see_what_stands_around_them(template, data):
    assert compile_template(template).fill() == data


@pytest.mark.parametrize(
    "template",
    [
        "{{after}}{{before}}",
        "{{after}} {{checksum('xor', 'be')}}",
        "{{length(after)}}{{upper(before)}}",
        "{{join(before, after)}}{{join(before, after)}}",
    ],
)
def test_places_that_need_each_other_are_a_mistake(template):
    with pytest.raises(TemplateError, match="need each other"):
        compile_template(template)


def test_there_are_so_many_places_at_most():
    assert compile_template("{{x}}" * MOST_PLACES).fill({"x": "a"}) == b"a" * MOST_PLACES
    with pytest.raises(TemplateError, match="more than 200 places"):
        compile_template("{{x}}" * (MOST_PLACES + 1))
    with pytest.raises(TemplateError, match="more than 10 places that need"):
        compile_template("{{before}}" * (MOST_AROUND + 1))


def test_a_message_is_bounded():
    half = b"x" * (MOST_BYTES // 2 + 1)

    with pytest.raises(TemplateError, match="16,777,216"):
        compile_template("{{x}}{{x}}").fill({"x": half})
    with pytest.raises(TemplateError, match="to go through"):
        compile_template("{{length(x)}}" * 10).fill({"x": half})


PIECES = [
    *("{{", "}}", "'", '"', "\\", "(", ")", "[", "]", ":", ",", "+", "-", "/", "<<", "0", "9"),
    *(".", " ", "x", "before", "after", "length", "checksum", "'xor'", "'be'", "repeat", "now"),
    *("u8", "é"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXTS | st.text(), st.sampled_from([compile_template, compile_hex, compile_plain]))
def test_any_text_is_read_or_told_with_a_column_in_it(text, reader):
    try:
        reader(text, {"x"}).fill({"x": b"\xff1"}, Source(1))
    except TemplateError as error:
        told = error
    else:
        return
    assert 1 <= told.column <= len(text) + 1


def test_a_filling_has_no_more_work_than_is_allowed():
    template = compile_template("{{repeat('x', length(name))}}")
    assert template.fill({"name": b"x" * 50}, most_work=200) == b"x" * 50
    with pytest.raises(TemplateError, match=r"more than 100 bytes"):
        template.fill({"name": b"x" * 50}, most_work=100)


def test_what_stands_around_places_can_be_written_in_a_way_of_its_own():
    def literal(text, start):
        if "!" in text:
            raise TemplateError(start + text.index("!") + 1, "no shouting.")
        return text.upper().encode()

    template = compile_pieces("a{{1 + 1}}b", None, None, literal)
    assert template.fill() == b"A2B"
    with pytest.raises(TemplateError, match=r"^Column 11: no shouting"):
        compile_pieces("a{{1 + 1}}!", None, None, literal)
