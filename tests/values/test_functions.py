import re
import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.values.functions import FUNCTIONS
from socket_workbench.values.mistake import TemplateError, Value, ValueProblem
from socket_workbench.values.source import Source
from socket_workbench.values.template import compile_template


def value(expression, source=None, **values):
    return compile_template(f"{{{{{expression}}}}}").fill(values, source)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("u8(255)", b"\xff"),
        ("u8(-1)", b"\xff"),
        ("u16be(258)", b"\1\2"),
        ("u16le(258)", b"\2\1"),
        ("u24be(1)", b"\0\0\1"),
        ("u32le(1)", b"\1\0\0\0"),
        ("u64be(1)", b"\0" * 7 + b"\1"),
        ("f32be(21.5)", b"\x41\xac\0\0"),
        ("f64le(1)", b"\0" * 6 + b"\xf0\x3f"),
        ("number(' 7 ') + 1", b"8"),
        (r"number_be('\x01\x02')", b"258"),
        (r"number_le('\x01\x02')", b"513"),
        ("round(2 / 3, 2)", b"0.67"),
        ("round(2, 1)", b"2.0"),
        ("length('é')", b"2"),
        (r"hex('\x01\xfe')", b"01fe"),
        ("unhex('41 42')", b"AB"),
        ("base64('abc')", b"YWJj"),
        ("unbase64('YWJj')", b"abc"),
        ("upper('aé')", "Aé".encode()),
        ("lower('A')", b"a"),
        (r"trim(' a\r\n')", b"a"),
        ("pad(7, 3, '0')", b"007"),
        ("pad('a', -3)", b"a  "),
        ("repeat('ab', 2)", b"abab"),
        ("join('a', 1, 'b')", b"a1b"),
        ("part('GET key', ' ', 1)", b"key"),
        ("part('a b', ' ', -1)", b"b"),
        ("part('a b', ' ', 2)", b""),
        ("checksum('CRC-16/MODBUS', 'le', '123456789')", b"\x37\x4b"),
        ("checksum('md5', 'hex', 'a')", b"0cc175b9c0f1b6a831c399e269772661"),
    ],
)
def test_functions(expression, result):
    assert value(expression) == result


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("u8(x)", "'1.5.2' is not a number"),
        ("number_be('123456789')", "9 bytes are no number"),
        ("unhex('0g')", "g is not a hexadecimal digit"),
        ("unbase64('?')", "not Base64"),
        ("pad('a', 3, '')", "one byte"),
        ("repeat(x, 65537)", "65536"),
        ("part('a', '', 0)", "separator is empty"),
        ("f32be(9" + "0" * 40 + ")", "too large for f32be"),
        ("u8(1.5)", "1.5 is not a whole number"),
        ("unix_time('h')", "'h' is none of s, ms, us"),
        ("checksum('md5', 'le', x)", "MD5 has no little end"),
    ],
)
def test_what_does_not_fit_is_told(expression, problem):
    with pytest.raises(TemplateError, match=problem):
        value(expression, x="1.5.2")


def test_a_repeated_value_is_bounded():
    with pytest.raises(TemplateError, match="more than 16,777,216 bytes"):
        value("repeat(x, 65000)", x="x" * 1000)


def test_random_values_stay_within_their_bounds():
    source = Source(1)

    assert {int(value("random(1, 3)", source)) for _ in range(100)} == {1, 2, 3}
    assert {value("choice('a', 'b')", source) for _ in range(100)} == {b"a", b"b"}
    assert re.fullmatch(rb"[0-9]{12}", value("random_digits(12)", source))
    assert len(value("random_bytes(9)", source)) == 9
    assert uuid.UUID(value("uuid", source).decode()).version == 4


def test_a_seed_repeats_every_random_value():
    template = compile_template(
        "{{random(1, 1000)}} {{random_digits(9)}} {{uuid}} {{choice(1, 2)}}"
    )

    assert template.fill({}, Source(7)) == template.fill({}, Source(7))
    assert template.fill({}, Source(7)) != template.fill({}, Source(8))


def test_counters_count_each_time():
    template = compile_template("{{counter}},{{counter('b', 10, 5)}}")
    source = Source()

    assert [template.fill({}, source) for _ in range(3)] == [b"1,10", b"2,15", b"3,20"]


def test_times_come_from_the_clock():
    before, now = int(value("unix_time")), int(value("unix_time('ms')"))

    assert before <= now // 1000 <= before + 60
    assert re.fullmatch(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value("now"))
    assert value("utc('%z')") == b"+0000"


ARGUMENTS = st.lists(st.binary(max_size=12) | st.integers() | st.text(max_size=12), max_size=4)


@given(st.sampled_from(sorted(FUNCTIONS)), ARGUMENTS)
def test_any_arguments_give_a_value_or_a_sentence(name, arguments):
    function = FUNCTIONS[name]
    if not function.least <= len(arguments) <= function.most:
        return
    with suppress(ValueProblem):
        assert isinstance(function.call(Source(1), arguments), Value)
