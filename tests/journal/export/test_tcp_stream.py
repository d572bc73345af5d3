import struct

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.export.ip_frames import MOST_SEGMENT_BYTES, Node, TcpFlag
from socket_workbench.journal.export.tcp_stream import ACKNOWLEDGED_BYTES, TcpStream

CLIENT, SERVER = Node(bytes((127, 0, 0, 1)), 51342), Node(bytes((127, 0, 0, 1)), 80)


class Seen:
    def __init__(self, frame):
        content = frame.content
        self.port, _, self.number, self.acknowledged = struct.unpack(">HHII", content[20:32])
        self.flags = TcpFlag(content[33])
        self.payload = content[20 + (content[32] >> 4) * 4 :]
        self.size = frame.length - 20 - (content[32] >> 4) * 4

    @property
    def takes(self):
        """How many sequence numbers it takes."""
        return self.size + bool(self.flags & (TcpFlag.SYN | TcpFlag.FIN))


def check(frames):
    """Check the numbers of all frames of a connection; return the two streams."""
    following, streams = {}, {51342: b"", 80: b""}
    for frame in map(Seen, frames):
        other = 80 if frame.port == 51342 else 51342
        if frame.flags & TcpFlag.SYN:
            following[frame.port] = frame.number
        assert frame.number == following[frame.port]
        if frame.flags & TcpFlag.ACK:
            assert frame.acknowledged == following[other]
        following[frame.port] = (frame.number + frame.takes) % 2**32
        streams[frame.port] += frame.payload
    return streams[51342], streams[80]


def flags(frames):
    return [(Seen(frame).port, Seen(frame).flags) for frame in frames]


@given(st.lists(st.tuples(st.booleans(), st.binary())), st.integers(0, 2**40))
def test_numbers_add_up_to_the_streams(messages, index):
    stream = TcpStream(CLIENT, SERVER, index)
    frames = stream.open()
    for from_client, payload in messages:
        frames += stream.send(payload, len(payload), from_client=from_client)
    frames += stream.end(from_client=True) + stream.end(from_client=False)

    assert check(frames) == tuple(
        b"".join(payload for from_client, payload in messages if from_client is side)
        for side in (True, False)
    )


def test_a_connection_begins_with_a_handshake():
    assert flags(TcpStream(CLIENT, SERVER, 1).open()) == [
        (51342, TcpFlag.SYN),
        (80, TcpFlag.SYN | TcpFlag.ACK),
        (51342, TcpFlag.ACK),
    ]


def test_a_long_message_is_cut_into_segments_and_acknowledged_now_and_then():
    stream = TcpStream(CLIENT, SERVER, 3)
    payload = bytes(range(256)) * 4096
    sent = stream.send(payload, len(payload), from_client=True)

    seen = list(map(Seen, sent))
    assert all(len(frame.payload) <= MOST_SEGMENT_BYTES for frame in seen)
    assert b"".join(frame.payload for frame in seen) == payload
    assert sum(frame.port == 80 for frame in seen) == len(payload) // ACKNOWLEDGED_BYTES - 1
    assert [bool(frame.flags & TcpFlag.PSH) for frame in seen if frame.payload][-2:] == [
        False,
        True,
    ]


def test_numbers_begin_again_after_four_gibibytes():
    stream = TcpStream(CLIENT, SERVER, 1)
    frames = stream.open()
    for _ in range(3):
        frames += stream.send(b"", 3 << 30, from_client=True)[-2:]
    assert Seen(stream.send(b"x", 1, from_client=True)[0]).number < 2**32


def test_connections_on_the_same_ports_begin_with_different_numbers():
    first = {Seen(TcpStream(CLIENT, SERVER, index).open()[0]).number for index in range(5000)}

    assert len(first) == 5000


def test_an_end_is_told_once_and_acknowledged():
    stream = TcpStream(CLIENT, SERVER, 1)
    stream.open()

    assert flags(stream.end(from_client=False)) == [
        (80, TcpFlag.FIN | TcpFlag.ACK),
        (51342, TcpFlag.ACK),
    ]
    assert stream.end(from_client=False) == []
    assert len(stream.end(from_client=True)) == 2


def test_after_a_reset_there_is_no_other_end():
    stream = TcpStream(CLIENT, SERVER, 1)
    stream.open()

    assert flags(stream.reset(from_client=True)) == [(51342, TcpFlag.RST | TcpFlag.ACK)]
    assert stream.reset(from_client=False) == []
    assert stream.end(from_client=False) == []


def test_what_was_not_recorded_has_its_numbers_all_the_same():
    stream = TcpStream(CLIENT, SERVER, 1)
    stream.open()
    first = Seen(stream.send(b"abc", 200_000, from_client=True)[0])
    after = Seen(stream.send(b"next", 4, from_client=True)[0])

    assert (first.payload, first.size) == (b"abc", MOST_SEGMENT_BYTES)
    assert (after.number - first.number) % 2**32 == 200_000
