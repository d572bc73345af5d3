from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.hexdump import LINE_SIZE, hexdump, hexdump_line


def test_full_line_looks_like_hexdump():
    assert hexdump_line(b"Hello, zhangsan!", 0x10) == (
        "00000010  48 65 6c 6c 6f 2c 20 7a  68 61 6e 67 73 61 6e 21  |Hello, zhangsan!|"
    )


def test_short_line_keeps_the_columns():
    full = hexdump_line(bytes(16), 0)
    for size in range(16):
        assert hexdump_line(bytes(size), 0).index("|") == full.index("|")


def test_what_is_not_ascii_is_a_dot():
    assert hexdump_line(b"A\x00\x7f\xff~ ", 0).endswith("|A...~ |")


def test_offsets_beyond_32_bits_are_whole():
    assert hexdump_line(b"A", 0x1_2345_6789).startswith("123456789  41 ")


def test_bytes_beyond_a_line_are_left_to_the_next():
    assert hexdump_line(bytes(100), 0) == hexdump_line(bytes(16), 0)


def test_nothing_is_no_line():
    assert hexdump(b"") == ""


@given(st.binary(max_size=100))
def test_dump_holds_every_byte_in_order(data):
    lines = hexdump(data).splitlines()
    assert len(lines) == -(-len(data) // LINE_SIZE)
    read = b"".join(bytes.fromhex(line[10:59]) for line in lines)
    assert read == data
    assert [int(line[:8], 16) for line in lines] == list(range(0, len(data), LINE_SIZE))


def test_the_text_may_be_that_of_another_encoding():
    assert hexdump_line("日本\n".encode(), 0, "日本\n").endswith("|日本.|")
    assert hexdump_line(b"\xff", 0, "\udcff").endswith("|.|")
    assert hexdump_line(b"A", 0, "") == hexdump_line(b"A", 0).replace("|A|", "||")
