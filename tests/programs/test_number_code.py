import re
from collections.abc import Callable
from decimal import Context, Decimal, Inexact

from hypothesis import example, given
from hypothesis import strategies as st

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.programs.number_code import CALCULATE, DIVIDE, NUMBERS, SQUARE

NAMES = {"re": re, "Callable": Callable, "Context": Context, "Decimal": Decimal, "Inexact": Inexact}

NUMBER = st.from_regex(rb"[-+]?[0-9]{0,40}(\.[0-9]{0,20})?(e[-+]?[0-9]{1,3})?", fullmatch=True)


def answering(*parts):
    names = dict(NAMES)
    exec("\n".join(parts), names)
    return names["answer"]


square = answering(*NUMBERS, SQUARE)
calculate = answering(*NUMBERS, DIVIDE, CALCULATE)


@given(st.one_of(NUMBER, st.binary()))
@example(b"9" * 4000)
@example(b"1e4000")
@example("\u0665\u00a0\U000e0001\\".encode())
def test_squares_are_those_of_the_dialogue(message):
    assert (square(message),) == dialogue_kind("square").build()().received(message)


@given(st.sampled_from([b"add", b" sub", b"mul", b"div", b"x"]), NUMBER, NUMBER)
def test_results_are_those_of_the_dialogue(operator, first, second):
    message = b",".join((operator, first, second))

    assert (calculate(message),) == dialogue_kind("calculator").build()().received(message)
