from socket import AF_INET

import pytest

from socket_workbench.watch.mistakes.options import of_option
from socket_workbench.watch.model import STREAM, Call, End, Place, Process

LEVEL, REUSE, LINGER = 1, 2, 13


def place(file):
    return Place(file, 7, "main", True, ())


def setsockopt(end, *arguments, file="server.py"):
    call = Call(Process(1), 1, "t", 1, end, "setsockopt", arguments, (), place(file), None, None, 1)
    return [found.topic for found in of_option(end, call)]


@pytest.fixture
def end():
    return End(AF_INET, STREAM, 3, 1, 0)


def bind(end):
    end.is_bound, end.bound_at = True, place("server.py")


def test_reusing_an_address_has_no_effect_after_bind(end):
    bind(end)
    assert setsockopt(end, LEVEL, REUSE, 0) == []
    assert setsockopt(end, LEVEL, REUSE, 1) == ["reuseaddr-too-late"]


def test_an_option_that_was_set_before_may_be_set_again(end):
    assert setsockopt(end, LEVEL, REUSE, 1) == []
    bind(end)
    assert setsockopt(end, LEVEL, REUSE, 1) == []


def test_a_library_may_be_given_a_socket_that_is_bound(end):
    bind(end)
    assert setsockopt(end, LEVEL, REUSE, 1, file="library.py") == []


def test_who_sets_how_long_close_lingers_may_reset_on_purpose(end):
    assert setsockopt(end, LEVEL, LINGER, b"") == []
    assert end.is_aborted
