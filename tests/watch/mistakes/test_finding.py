import pytest

from socket_workbench.watch.mistakes.finding import asked, got, is_users, port_of, where
from socket_workbench.watch.model import STREAM, Call, End, Place, Process


@pytest.mark.parametrize(
    ("address", "text", "port"),
    [(("::1", 80, 0, 0), "[::1]:80", 80), ("/a/b", "/a/b", 0), (5, "5", 0), (("a",), "('a',)", 0)],
)
def test_addresses_of_any_form_are_written(address, text, port):
    assert (where(address), port_of(address)) == (text, port)


def test_sizes_are_those_of_plain_calls():
    end = End(2, STREAM, 3, 1, 0)
    call = Call(Process(1), 1, "t", 1, end, "recv", (10,), (), None, None, None, 1)
    assert (asked(call), got(call)) == (10, 0)

    call.arguments, call.received = (10, 2), (3, b"abc")
    assert (asked(call), got(call)) == (0, 3)


def test_a_place_of_the_users_has_a_function():
    assert is_users(Place("a.py", 1, "f", True, ()))
    assert not is_users(Place("a.py", 1, "", False, ()))
    assert not is_users(None)
