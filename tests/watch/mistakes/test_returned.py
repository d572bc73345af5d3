from socket import AF_INET

import pytest

from socket_workbench.watch.mistakes.returned import ReturnedCalls, begun
from socket_workbench.watch.mistakes.source import Sources
from socket_workbench.watch.model import DATAGRAM, STREAM, UNIX, Call, End, Place, Process


def call(kind, size):
    end = End(2, kind, 3, 1, 0)
    return Call(Process(1), 1, "t", 1, end, "recv", (size,), (), None, None, None, 1)


def test_a_size_is_of_the_other_byte_order_only_if_that_is_a_likely_one():
    topics = {size: [each.topic for each in begun(call(STREAM, size))] for size in (
        1 << 26, 0x05000000, 0x50000000, 0x7FFFFFFF, 1 << 40, 4096
    )}  # fmt: skip

    assert topics == {
        1 << 26: ["byte-order"],
        0x05000000: ["byte-order"],
        0x50000000: ["byte-order"],
        0x7FFFFFFF: [],
        1 << 40: [],
        4096: [],
    }


def test_a_datagram_socket_with_an_address_can_be_reached():
    without, bound = call(DATAGRAM, 10), call(DATAGRAM, 10)
    without.end.local, bound.end.local = ("0.0.0.0", 0), ("0.0.0.0", 5)

    assert [each.topic for each in begun(without)] == ["udp-not-bound"]
    assert list(begun(bound)) == []


ANSWERS = """\
page = sock.recv(1024)
sock.sendall(b"the next request")
other = sock.recv(1024)
while part := sock.recv(1024):
    pages.append(part)
sock.shutdown(socket.SHUT_WR)
sock.close()
"""


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((1, 2, 3), ["recv-smaller-than-message"]),
        ((1, 2, 1), []),  # a function that is called again
        ((1, 2, 4), []),
        ((1, 3), []),
        ((1, 6, 4), []),
        ((1, 6, 7), ["recv-smaller-than-message"]),
        ((1, 2, 7), ["recv-smaller-than-message"]),
    ],
)
def test_what_has_filled_a_recv_is_lost_unless_the_rest_is_received_next(tmp_path, lines, found):
    path = tmp_path / "a.py"
    path.write_text(ANSWERS)
    calls, end = ReturnedCalls(Sources()), End(2, STREAM, 3, 1, 0)
    topics = []
    for line in lines:
        made = call(STREAM, 1024)
        made.end, made.place = end, Place(str(path), line, "main", True, ())
        made.name = {2: "sendall", 6: "shutdown", 7: "close"}.get(line, "recv")
        if made.name == "recv":
            made.received, made.after = (1024, b"x"), 10
        elif made.name == "shutdown":
            made.arguments = (1,)
        topics += [each.topic for each in calls.look(made)]
    assert topics == found


@pytest.mark.parametrize(
    ("family", "is_known", "topics"),
    [
        (AF_INET, False, ["recv-smaller-than-message"]),
        (UNIX, False, []),  # where sends end is not known, although they are mostly watched
        (UNIX, True, ["recv-smaller-than-message"]),
    ],
)
def test_what_may_be_a_whole_message_is_not_cut(tmp_path, family, is_known, topics):
    (tmp_path / "a.py").write_text("record = sock.recv(512)\n")
    calls, end = ReturnedCalls(Sources()), End(family, STREAM, 3, 1, 0)
    end.other = End(family, STREAM, 4, 2, 0) if is_known else None
    received, closed = call(STREAM, 512), call(STREAM, 0)
    received.end = closed.end = end
    received.place = Place(str(tmp_path / "a.py"), 1, "main", True, ())
    received.received, received.after = (512, b"x"), 10
    closed.name = "close"

    found = [*calls.look(received), *calls.look(closed)]
    assert [each.topic for each in found] == topics


@pytest.mark.parametrize(("polls", "topics"), [(False, ["handler-one-shot"]), (True, [])])
def test_a_server_that_polls_ends_connections_on_purpose(polls, topics):
    client, server = End(2, STREAM, 3, 1, 0), End(2, STREAM, 4, 2, 0)
    client.other, server.other = server, client
    listener = End(2, STREAM, 5, 3, 0)
    server.accepted = Call(Process(1), 1, "t", 3, listener, "accept", (), (), None, None, None, 1)
    server.closed = Place("server.py", 7, "serve", False, ())
    server.is_polled = polls
    client.sent, client.received, server.received = 20, 5, 10
    end = Call(Process(1), 2, "u", 1, client, "recv", (10,), (), None, None, (None, False), 1)
    end.waited, end.received = 0, (0, b"")
    assert [each.topic for each in ReturnedCalls(Sources()).look(end)] == topics
