"""IP frames with TCP segments and UDP datagrams, checksums included.

Sources: RFC 791 (IPv4), RFC 8200 (IPv6), RFC 9293 (TCP), RFC 768 (UDP), RFC 1071 (checksums).
"""

import enum
import struct
from typing import NamedTuple

MOST_SEGMENT_BYTES = 65_475
"""Bytes of a stream in one TCP segment: an IPv4 or IPv6 header and TCP's fit into 65,535 with it,
and so do TCP's options."""

MOST_IPV4_DATAGRAM = 65_507
"""Bytes of a UDP datagram in IPv4; in IPv6 there may be 20 more."""

MOST_IPV6_DATAGRAM = 65_527

_TCP = 6
_UDP = 17
_HOPS = 64
_DO_NOT_FRAGMENT = 0x4000
_WINDOW = 65_535

_IPV4 = struct.Struct(">BBHHHBBH4s4s")
_IPV6 = struct.Struct(">IHBB16s16s")
_TCP_HEAD = struct.Struct(">HHIIBBHHH")
_UDP_HEAD = struct.Struct(">HHHH")


class TcpFlag(enum.IntFlag):
    """Bits of the TCP header."""

    FIN = 1
    SYN = 2
    RST = 4
    PSH = 8
    ACK = 16


class Node(NamedTuple):
    """An address and a port.

    Attributes:
        address: 4 bytes of IPv4 or 16 bytes of IPv6.
        port: from 0 to 65535.
    """

    address: bytes
    port: int


class Segment(NamedTuple):
    """A TCP segment.

    Attributes:
        number: the sequence number, below 2**32.
        acknowledged: the acknowledgment number, below 2**32.
        flags: bits of the header.
        payload: what was recorded of its bytes.
        length: the bytes it had.
        options: of the header; a multiple of four bytes.
    """

    number: int
    acknowledged: int
    flags: TcpFlag
    payload: bytes = b""
    length: int = 0
    options: bytes = b""


class Frame(NamedTuple):
    """A frame as it is captured.

    Attributes:
        content: its bytes, less than all where a message was not recorded whole.
        length: the bytes it had.
    """

    content: bytes
    length: int


def tcp_frame(sender: Node, receiver: Node, segment: Segment) -> Frame:
    """Make a frame of a TCP segment."""
    size = 20 + len(segment.options) + segment.length
    head = _TCP_HEAD.pack(
        sender.port,
        receiver.port,
        segment.number,
        segment.acknowledged,
        (20 + len(segment.options)) // 4 << 4,
        segment.flags,
        _WINDOW,
        0,
        0,
    )
    content = head + segment.options + segment.payload
    check = _checksum(_pseudo_header(sender, receiver, _TCP, size) + content)
    content = b"".join((content[:16], check.to_bytes(2, "big"), content[18:]))
    return _ip_frame(sender, receiver, _TCP, content, size)


def udp_frame(sender: Node, receiver: Node, payload: bytes, length: int) -> Frame:
    """Make a frame of a UDP datagram.

    Args:
        sender: where it comes from.
        receiver: where it goes.
        payload: what was recorded of it, or of its beginning where IP cannot hold all of it.
        length: the bytes it had.
    """
    most = MOST_IPV4_DATAGRAM if len(sender.address) == 4 else MOST_IPV6_DATAGRAM
    size = 8 + min(length, most)
    content = _UDP_HEAD.pack(sender.port, receiver.port, size, 0) + payload[:most]
    # A checksum of 0 would say that there is none.
    check = _checksum(_pseudo_header(sender, receiver, _UDP, size) + content) or 0xFFFF
    content = b"".join((content[:6], check.to_bytes(2, "big"), content[8:]))
    frame = _ip_frame(sender, receiver, _UDP, content, size)
    return Frame(frame.content, frame.length + max(0, length - most))


def _ip_frame(sender: Node, receiver: Node, protocol: int, content: bytes, size: int) -> Frame:
    """Put the IP header before a content of which `size` bytes were sent."""
    if len(sender.address) == 16:
        head = _IPV6.pack(6 << 28, size, protocol, _HOPS, sender.address, receiver.address)
        return Frame(head + content, len(head) + size)
    fields = (0x45, 0, 20 + size, 0, _DO_NOT_FRAGMENT, _HOPS, protocol)
    head = _IPV4.pack(*fields, 0, sender.address, receiver.address)
    head = _IPV4.pack(*fields, _checksum(head), sender.address, receiver.address)
    return Frame(head + content, len(head) + size)


def _pseudo_header(sender: Node, receiver: Node, protocol: int, size: int) -> bytes:
    return b"".join(
        (sender.address, receiver.address, size.to_bytes(4, "big"), protocol.to_bytes(4, "big"))
    )


def _checksum(content: bytes) -> int:
    """The one's complement of the one's complement sum of 16-bit words.

    That sum is the number's remainder by 65535, since 65536 leaves 1; and it is 65535 rather than
    0, since no header is all zeros.
    """
    if len(content) % 2:
        content += b"\0"
    return 0xFFFF - (int.from_bytes(content, "big") % 0xFFFF or 0xFFFF)
