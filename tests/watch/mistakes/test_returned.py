from socket_workbench.watch.mistakes.returned import begun
from socket_workbench.watch.model import DATAGRAM, STREAM, Call, End, Process


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
