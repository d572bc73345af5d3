import pytest

from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.mistakes.waits import LONG, Waiting, look
from socket_workbench.watch.model import STREAM, Call, End, Process


def connection(head, **state):
    end = End(2, STREAM, 3, 1, 0, head=head, sent=len(head), **state)
    call = Call(Process(1), 1, "t", 1, end, "recv", (9,), (), None, None, (None, False), 1)
    return Waiting({end: call}, (end,), Sources(), LONG * 2)


@pytest.mark.parametrize(
    ("head", "topics"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n", ["http-no-blank-line"]),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", []),
        (b"GET / HTTP/1.0\n\n", []),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", []),
        (b"GET of another protocol\r\n", []),
    ],
)
def test_a_request_is_open_until_its_empty_line(head, topics):
    assert [finding.topic for _, finding in look(connection(head))] == topics
