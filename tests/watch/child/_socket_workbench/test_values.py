import marshal
import sys

import pytest

from socket_workbench.watch.child._socket_workbench import values


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (1, 1),
        (1.5, 1.5),
        (None, None),
        ("x" * 300, "x" * 200),
        (bytearray(b"x" * 80), b"x" * 64),
        ([("a", 1)], (("a", 1),)),
        (True, True),
    ],
)
def test_values_are_told_as_marshal_has_them(value, told):
    assert values.plain(value) == told
    marshal.dumps(values.plain(value), 2)


def test_what_marshal_does_not_have_is_told_as_text():
    class Odd:
        def __repr__(self):
            raise RuntimeError

    assert values.plain(Odd()).startswith("\0<")
    assert values.plain(sys.flags)


def test_messages_have_their_length_and_their_beginning():
    assert values.message(b"abc") == (3, b"abc")
    assert values.message(memoryview(b"abc")) == (3, b"abc")
    assert values.message(bytes(100_000)) == (100_000, bytes(65536))
    assert values.message("text") is None
    assert values.message(5) is None
    assert values.filled(bytearray(b"abcdef"), 3) == (3, b"abc")
    assert values.filled(None, 3) == (3, b"")


def test_a_place_is_the_users_line_and_not_the_librarys():
    file, line, function, is_direct, outer = values.place(1) or ()

    assert file == __file__
    assert line == sys._getframe().f_lineno - 3
    assert (function, is_direct) == ("test_a_place_is_the_users_line_and_not_the_librarys", True)
    assert all(each != __file__ for each, _ in outer)


def test_the_frames_of_a_traceback_that_are_ours_are_left_out():
    try:
        values.plain()  # type: ignore[call-arg]
    except TypeError as error:
        trace = error.__traceback__
    program = compile("1 / 0", values.__file__, "exec")
    try:
        exec(program, {})
    except ZeroDivisionError as error:
        ours = error.__traceback__
    assert ours is not None
    assert ours.tb_next is not None
    shown = values.without_ours(ours)
    assert shown is not None
    assert shown.tb_next is None
    where = values.place_of(trace)
    assert where is not None
    assert where[0] == __file__
    assert values.place_of(None) is None
