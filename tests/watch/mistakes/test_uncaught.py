import errno

import pytest

from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.mistakes.uncaught import explain, shadowed
from socket_workbench.watch.model import STREAM, Call, End, Process, Uncaught


def error(*kinds, text="", number=None, detail=None):
    return Uncaught(Process(1), 1, "t", kinds, text, number, None, detail)


def call(name, *arguments, **outcome):
    end = End(2, STREAM, 3, 1, 0)
    return Call(Process(1), 1, "t", 1, end, name, arguments, (), None, None, None, 1, **outcome)


@pytest.mark.parametrize(
    ("raised", "failed", "last"),
    [
        (error("TypeError", text="a bytes-like object is required"), call("bind"), None),
        (error("OSError", number=errno.EACCES), call("bind", ("", 80)), None),
        (error("ValueError", text="no call of a socket's"), None, call("recv", 9)),
        (error("AttributeError", text="'tuple' object has no attribute 'x'"), None, call("recv")),
        (error("JSONDecodeError", "ValueError", text="Expecting value: line 1 column 1 (char 0)"),
         None, call("recv", 9, received=(5, b"hello"))),
        (error("UnicodeDecodeError", detail=("utf-8", b"\xff\xfe", 2)),
         None, call("recv", 9, received=(2, b"\xff\xfe"))),
        (error("UnicodeDecodeError", detail=("ascii", b"\xe3", 1)),
         None, call("recv", 9, received=(1, b"\xe3"))),
        (error("KeyError"), None, None),
    ],
)  # fmt: skip
def test_errors_with_other_causes_are_not_explained(raised, failed, last):
    assert explain(raised, failed, last, Sources()) is None


def test_a_file_that_hides_the_module_explains_errors_about_it_only():
    assert shadowed(error("KeyError", text="'x'"), "/a/socket.py") is None
    found = shadowed(error("ImportError", text="cannot import name 'socket'"), "/a/socket.py")
    assert found is not None
    assert "/a/socket.py" in found.sentence
