import pytest

from socket_workbench.values.expression import ExpressionParser
from socket_workbench.values.mistake import TemplateError
from socket_workbench.values.template import compile_template


def value(expression, **values):
    return compile_template(f"{{{{{expression}}}}}").fill(values).decode()


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1 + 2 * 3 - 4", "3"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("1 | 2 ^ 3 & 4 << 1 + 1", str(1 | 2 ^ 3 & 4 << 1 + 1)),
        ("-2 * -3", "6"),
        ("- -2", "2"),
        ("7 / 2", "3.5"),
        ("-7 // 2", "-4"),
        ("-7 % 3", "2"),
        ("1 << 4 >> 2", "4"),
        ("0xff & 0x0F", "15"),
        ("0.1 + 0.2", "0.3"),
        ("x + 1", "42"),
        (r"'it\'s' ", "it's"),
        (r'"a\x41\""', 'aA"'),
        ("text[0]", "a"),
        ("text[-1]", "d"),
        ("text[9]", ""),
        ("text[-9]", ""),
        ("text[1:]", "bcd"),
        ("text[:-1]", "abc"),
        ("text[1:3]", "bc"),
        ("text[:]", "abcd"),
        ("text[1:][1:]", "cd"),
        ("text[x - 40:length(text)]", "bcd"),
        ("upper(part('a,b,c', ',', 1))", "B"),
    ],
)
def test_expressions(expression, result):
    assert value(expression, x="41", text="abcd") == result


@pytest.mark.parametrize(
    ("expression", "column", "problem"),
    [
        ("1 +", 6, "expected a value here."),
        ("(1", 5, r"expected \) here"),
        ("1 2", 5, "expected }} or an operator here"),
        ("x[", 5, "expected a value"),
        ("x[]", 5, "expected a value"),
        ("x[1", 6, r"expected \] here"),
        ("'a", 3, "no second one"),
        ("a # b", 5, "# is not expected here"),
        (r"'\q'", 4, "not an escape"),
        ("1 / 0", 5, "division by zero"),
        ("'a' + 1", 7, "'a' is not a number"),
        ("upp('a')", 3, "no function upp; did you mean upper"),
        ("zzzzz()", 3, "no function zzzzz."),
        ("upper()", 3, r"upper\(value\) is given 0 values"),
        ("uuid(1)", 3, r"uuid\(\) is given 1 values"),
        ("u8(256)", 3, "256 is not within -128 to 255"),
        ("now('%q')", 3, "%q is no part of a time"),
        ("random(2, 1)", 3, "2 is more than 1"),
        ("random_bytes(-1)", 3, "not within 0 to 65536"),
        ("checksum('crc16', 'be', x)", 3, "no checksum crc16; did you mean"),
        ("checksum('xor', 'big', x)", 3, "'big' is none of be, le"),
        ("9" * 50 + " * 10", 54, "more than 50 digits"),
        ("1 << 65", 5, "at most 64 bits"),
        ("(" * 31 + "1", 33, "more than 30 brackets"),
        ("-" * 31 + "1", 33, "more than 30 brackets"),
        ("x" + "+x" * 250, 502, "more than 500 operations"),
        ("1" + "/3" * 250, 502, "more than 500 operations"),
    ],
)
def test_mistakes_are_found_when_it_is_read(expression, column, problem):
    with pytest.raises(TemplateError, match=problem) as caught:
        compile_template(f"{{{{{expression}}}}}", {"x"})

    assert caught.value.column == column


def test_names_that_are_unknown_are_told_with_the_nearest():
    with pytest.raises(TemplateError, match="no value named nmae; did you mean name"):
        compile_template("{{nmae}}", {"name", "host"})
    with pytest.raises(TemplateError, match="no value named zz; known are: host, name"):
        compile_template("{{zz}}", {"name", "host"})
    with pytest.raises(TemplateError, match="no value named name; none is known"):
        compile_template("{{name}}", ())
    with pytest.raises(TemplateError, match=r"upper needs values: upper\(value\)"):
        compile_template("{{upper}}", ())


def test_a_variable_comes_before_a_function_of_its_name():
    assert compile_template("{{uuid}}", {"uuid"}).fill({"uuid": "mine"}) == b"mine"
    assert len(compile_template("{{uuid}}", ()).fill()) == 36
    assert compile_template("{{length}} {{length('ab')}}", {"length"}).fill({"length": 7}) == b"7 2"


def test_sizes_that_are_always_the_same_are_known():
    def size(expression):
        return ExpressionParser(expression + "}}", 0, None).parse().size

    assert size("u32be(x)") == 4
    assert size("checksum('CRC-16/MODBUS', 'hex')") == 4
    assert size("upper(checksum('md5', 'hex', x))") == 32
    assert size("join('a', u8(x))") == 2
    assert size("hex(u8(x))") == 2
    assert size("random_digits(6)") == 6
    assert size("'abc'") == 3
    assert size("x") is None
    assert size("checksum('xor', 'number', x)") is None
    assert size("random_digits(x)") is None
    assert size("hex(x)") is None
