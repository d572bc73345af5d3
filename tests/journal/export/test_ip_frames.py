import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.export.ip_frames import (
    MOST_IPV4_DATAGRAM,
    MOST_SEGMENT_BYTES,
    Node,
    Segment,
    TcpFlag,
    tcp_frame,
    udp_frame,
)


def nodes(size):
    return st.builds(Node, st.binary(min_size=size, max_size=size), st.integers(0, 65_535))


PAIRS = st.one_of(st.tuples(nodes(4), nodes(4)), st.tuples(nodes(16), nodes(16)))
NUMBERS = st.integers(0, 2**32 - 1)
HERE, THERE = Node(bytes((127, 0, 0, 1)), 1), Node(bytes((127, 0, 0, 1)), 2)


def ones_complement_sum(content):
    """The sum as RFC 1071 writes it, word by word."""
    content += bytes(len(content) % 2)
    total = 0
    for (word,) in struct.iter_unpack(">H", content):
        total += word
        total = (total & 0xFFFF) + (total >> 16)
    return total


def parts(frame):
    """Check the IP header of a frame; return its protocol, pseudo header and content."""
    if frame[0] >> 4 == 4:
        assert ones_complement_sum(frame[:20]) == 0xFFFF
        assert struct.unpack(">H", frame[2:4]) == (len(frame),)
        protocol, addresses, content = frame[9], frame[12:20], frame[20:]
    else:
        assert struct.unpack(">H", frame[4:6]) == (len(frame) - 40,)
        protocol, addresses, content = frame[6], frame[8:40], frame[40:]
    return protocol, addresses + struct.pack(">II", len(content), protocol), content


@given(PAIRS, NUMBERS, NUMBERS, st.binary(max_size=200))
def test_a_segment_has_its_numbers_and_right_checksums(pair, number, acknowledged, payload):
    flags = TcpFlag.PSH | TcpFlag.ACK
    segment = Segment(number, acknowledged, flags, payload, len(payload), b"\x01" * 4)

    sender, receiver = pair
    frame = tcp_frame(sender, receiver, segment)

    protocol, pseudo, content = parts(frame.content)
    assert (protocol, frame.length) == (6, len(frame.content))
    assert ones_complement_sum(pseudo + content) == 0xFFFF
    assert struct.unpack(">HHIIBB", content[:14]) == (
        pair[0].port,
        pair[1].port,
        number,
        acknowledged,
        6 << 4,
        flags,
    )
    assert content[24:] == payload


@given(PAIRS, st.binary(max_size=200))
def test_a_datagram_has_its_ports_and_right_checksums(pair, payload):
    sender, receiver = pair
    frame = udp_frame(sender, receiver, payload, len(payload))

    protocol, pseudo, content = parts(frame.content)
    assert (protocol, frame.length) == (17, len(frame.content))
    assert ones_complement_sum(pseudo + content) == 0xFFFF
    assert struct.unpack(">HHH", content[:6]) == (pair[0].port, pair[1].port, 8 + len(payload))
    assert content[6:8] != b"\0\0"
    assert content[8:] == payload


def test_a_checksum_of_zero_is_written_as_all_ones():
    # All words but the payload's, summed, and what is missing to 0xFFFF.
    empty = udp_frame(HERE, THERE, b"\0\0", 2).content
    rest = 0xFFFF - int.from_bytes(empty[26:28], "big")
    payload = (0xFFFF - rest).to_bytes(2, "big")

    assert udp_frame(HERE, THERE, payload, 2).content[26:28] == b"\xff\xff"


@pytest.mark.parametrize("size", [4, 16])
def test_the_longest_segment_fits_into_ip(size):
    here, there = Node(bytes(size), 1), Node(bytes(size), 2)
    payload = bytes(MOST_SEGMENT_BYTES)

    frame = tcp_frame(here, there, Segment(0, 0, TcpFlag.ACK, payload, len(payload)))

    assert parts(frame.content)[2][20:] == payload


def test_a_segment_that_was_cut_keeps_its_length():
    frame = tcp_frame(HERE, THERE, Segment(0, 0, TcpFlag.ACK, b"abc", 1000))

    assert (len(frame.content), frame.length) == (43, 1040)
    assert struct.unpack(">H", frame.content[2:4]) == (1040,)


def test_a_datagram_that_was_cut_keeps_its_length():
    frame = udp_frame(HERE, THERE, b"abc", 1000)

    assert (len(frame.content), frame.length) == (31, 1028)
    assert struct.unpack(">H", frame.content[24:26]) == (1008,)


def test_a_datagram_too_long_for_ip_is_cut():
    frame = udp_frame(HERE, THERE, bytes(70_000), 70_000)

    assert (len(frame.content), frame.length) == (65_535, 70_028)
    assert parts(frame.content)[2][8:] == bytes(MOST_IPV4_DATAGRAM)
