import struct

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.export.pcapng_blocks import (
    LINKTYPE_RAW,
    enhanced_packet,
    interface_description,
    section_header,
)


def options(content):
    found: dict[int, bytes] = {}
    while content:
        code, length = struct.unpack("<HH", content[:4])
        if code == 0:
            assert content == bytes(4)
            return found
        found[code] = content[4 : 4 + length]
        content = content[4 + length + -length % 4 :]
    return found


def test_a_section_says_its_byte_order_version_and_what_wrote_it(blocks):
    (block,) = blocks(section_header("a program", "a comment"))

    assert block.kind == 0x0A0D0D0A
    assert struct.unpack("<IHHq", block.body[:16]) == (0x1A2B3C4D, 1, 0, -1)
    assert options(block.body[16:]) == {1: b"a comment", 4: b"a program"}


def test_an_interface_counts_nanoseconds(blocks):
    (block,) = blocks(interface_description("unix", "Grüße"))

    assert struct.unpack("<HHI", block.body[:8]) == (LINKTYPE_RAW, 0, 0)
    assert block.kind == 1
    assert options(block.body[8:]) == {2: b"unix", 3: "Grüße".encode(), 9: b"\x09"}


def test_an_option_too_long_for_its_length_is_cut(blocks):
    (block,) = blocks(section_header("x", "y" * 70_000))

    assert options(block.body[16:])[1] == b"y" * 65_535


@given(
    st.integers(0, 1),
    st.integers(0, 2**63 - 1),
    st.binary(max_size=100),
    st.integers(0, 100),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_frames_can_be_read_back(captured, interface, time, frame, more, comment):
    content = enhanced_packet(interface, time, frame, len(frame) + more, comment)

    (found,) = captured(content)
    assert found[:4] == (interface, time, frame, len(frame) + more)
    assert options(found.options).get(1, b"").decode() == comment
