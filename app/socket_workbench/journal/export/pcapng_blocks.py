"""The blocks of a pcapng file that a capture needs.

Source: IETF draft-ietf-opsawg-pcapng, "PCAP Next Generation (pcapng) Capture File Format".
"""

import struct

LINKTYPE_RAW = 101
"""Frames begin with an IPv4 or IPv6 header."""

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6

_BYTE_ORDER = 0x1A2B3C4D
_UNKNOWN_LENGTH = -1

_COMMENT = 1
_APPLICATION = 4
_NAME = 2
_DESCRIPTION = 3
_TIME_RESOLUTION = 9
_NANOSECONDS = b"\x09"

_PACKET_HEAD = struct.Struct("<IIIIIII")
_LENGTH = struct.Struct("<I")


def section_header(application: str, comment: str) -> bytes:
    """The block that a file begins with.

    Args:
        application: what wrote it.
        comment: what a reader should know.
    """
    body = struct.pack("<IHHq", _BYTE_ORDER, 1, 0, _UNKNOWN_LENGTH)
    options = _option(_COMMENT, comment.encode()) + _option(_APPLICATION, application.encode())
    return _block(_SECTION_HEADER, body + options + _END)


def interface_description(name: str, description: str) -> bytes:
    """An interface whose frames have times in nanoseconds and no limit of length."""
    body = struct.pack("<HHI", LINKTYPE_RAW, 0, 0)
    options = (
        _option(_NAME, name.encode())
        + _option(_DESCRIPTION, description.encode())
        + _option(_TIME_RESOLUTION, _NANOSECONDS)
    )
    return _block(_INTERFACE_DESCRIPTION, body + options + _END)


def enhanced_packet(
    interface: int, nanoseconds: int, frame: bytes, original_length: int, comment: str = ""
) -> bytes:
    """A frame.

    Args:
        interface: the number of its interface, from 0 in the order of their blocks.
        nanoseconds: when it was seen, since 1970 in UTC.
        frame: what was captured of it.
        original_length: the bytes it had.
        comment: shown with the frame; empty for none.
    """
    options = _option(_COMMENT, comment.encode()) + _END if comment else b""
    padding = -len(frame) % 4
    length = 32 + len(frame) + padding + len(options)
    head = _PACKET_HEAD.pack(
        _ENHANCED_PACKET,
        length,
        interface,
        nanoseconds >> 32 & 0xFFFFFFFF,
        nanoseconds & 0xFFFFFFFF,
        len(frame),
        original_length,
    )
    return b"".join((head, frame, bytes(padding), options, _LENGTH.pack(length)))


def _block(kind: int, body: bytes) -> bytes:
    length = 12 + len(body)
    return struct.pack("<II", kind, length) + body + _LENGTH.pack(length)


def _option(code: int, value: bytes) -> bytes:
    # An option's length has 16 bits.
    value = value[:0xFFFF]
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


_END = struct.pack("<HH", 0, 0)
