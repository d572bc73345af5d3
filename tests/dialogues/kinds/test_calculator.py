import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.kinds.calculator import KIND


def answer(message):
    (send,) = KIND.build()().received(message)
    return send


@pytest.mark.parametrize(
    ("message", "result"),
    [
        (b"add,7,4", b"11"),
        (b"sub,7,4", b"3"),
        (b"sub,4,7", b"-3"),
        (b"mul,7,4", b"28"),
        (b"div,7,4", b"1.75"),
        (b"div,10,2", b"5"),
        (b"div,1,3", b"0.3333333333333333333333333333"),
        (b"mul,0.1,0.2", b"0.02"),
        (b"add,0.1,0.2", b"0.3"),
        (b" add , 7 , 4 \r\n", b"11"),
        (b"add,7,4\0\0\0", b"11"),
        (b"mul,-1,0", b"0"),
    ],
)
def test_results(message, result):
    assert answer(message) == result


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (b"div,1,0", b"division by zero"),
        (b"div,0,0.0", b"division by zero"),
        (b"add,abc,4", b"'abc' is not a number"),
        (b"add,7,abc", b"'abc' is not a number"),
        (b"add,,4", b"'' is not a number"),
        (b"add,nan,4", b"'nan' is not a number"),
        (b"mul,1e999999999,1e999999999", b"'1e999999999' has more than 4,000 digits"),
        (b"", b"expected operator,first,second"),
        (b"add", b"expected operator,first,second"),
        (b"add,7", b"expected operator,first,second"),
        (b"add,7,4,1", b"expected operator,first,second"),
        (b"pow,7,4", b"unknown operator 'pow', expected add, sub, mul or div"),
        (b"ADD,7,4", b"unknown operator 'ADD', expected add, sub, mul or div"),
        (b"\xff,7,4", rb"unknown operator '\xff', expected add, sub, mul or div"),
    ],
)
def test_errors(message, error):
    assert answer(message) == b"error: " + error


@given(st.binary())
def test_anything_is_answered_shortly(message):
    assert len(answer(message)) < 400


@given(st.integers(), st.integers())
def test_integers_are_exact(first, second):
    for operator, result in (("add", first + second), ("mul", first * second)):
        assert answer(f"{operator},{first},{second}".encode()) == str(result).encode()


def test_longest_numbers_are_answered():
    assert len(answer(b"mul," + b"9" * 4000 + b"," + b"9" * 4000)) == 8000
    assert answer(b"add,1e3999,1e-3999") == b"1" + b"0" * 3999 + b"." + b"0" * 3998 + b"1"


def test_goes_on_after_an_error_until_the_end():
    dialogue = KIND.build()()
    assert dialogue.received(b"x") == (b"error: expected operator,first,second",)
    assert dialogue.received(b"add,1,1") == (b"2",)
    assert dialogue.end_of_stream() == (CloseConnection(),)
