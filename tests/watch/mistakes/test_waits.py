import pytest

from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.mistakes.waits import LONG, Waiting, look
from socket_workbench.watch.model import STREAM, UNIX, Call, End, Process


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


@pytest.mark.parametrize(("clients", "topics"), [(1, []), (2, ["one-client-at-a-time"])])
def test_a_client_of_a_unix_socket_waits_if_there_are_more_than_were_accepted(clients, topics):
    process = Process(1)
    listener = End(UNIX, STREAM, 3, 1, 0, local="/s", is_listening=True)
    served = End(UNIX, STREAM, 4, 2, 0, local="/s")
    served.accepted = Call(process, 1, "t", 1, listener, "accept", (), (), None, None, None, 1)
    call = Call(process, 2, "t", 2, served, "recv", (9,), (), None, None, (None, False), 1)
    ends = [listener, served]
    for number in range(clients):
        end = End(UNIX, STREAM, 5, 3 + number, 0, peer="/s", sent=1, connector=(1, "u"))
        end.last = Call(process, 3, "u", 3, end, "send", (), (), None, (1, b"x"), None, 1, 0)
        ends.append(end)
    waiting = Waiting({served: call}, ends, Sources(), LONG * 2)
    assert [finding.topic for _, finding in look(waiting)] == topics


@pytest.mark.parametrize(("other", "topics"), [("t", ["one-client-at-a-time"]), ("v", [])])
def test_a_client_may_wait_for_a_pool_of_threads(other, topics):
    process = Process(1)
    listener = End(UNIX, STREAM, 3, 1, 0, local="/s", is_listening=True)
    ends = [listener]
    for number, thread in enumerate(("t", other)):
        served = End(UNIX, STREAM, 4, 2 + number, 0, local="/s")
        accept = Call(process, 1, thread, 1, listener, "accept", (), (), None, None, None, 1)
        served.accepted = accept
        ends.append(served)
    call = Call(process, 2, "t", 2, ends[1], "recv", (9,), (), None, None, (None, False), 1)
    for number in range(3):
        end = End(UNIX, STREAM, 5, 9 + number, 0, peer="/s", sent=1, connector=(1, "u"))
        end.last = Call(process, 3, "u", 3, end, "send", (), (), None, (1, b"x"), None, 1, 0)
        ends.append(end)
    waiting = Waiting({ends[1]: call}, ends, Sources(), LONG * 2)
    assert [finding.topic for _, finding in look(waiting)] == topics
