import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.payload.sizes import SizeError, parse_size, size_text


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1000", 1000),
        ("8MiB", 8 << 20),
        ("8 mib", 8 << 20),
        ("64kB", 64_000),
        (" 1.5 KiB ", 1536),
        ("2GB", 2_000_000_000),
        ("12 B", 12),
        ("123456789012345678", 123_456_789_012_345_678),
        ("0.5KiB", 512),
    ],
)
def test_a_number_and_a_unit_are_read(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MiB",
        "-1",
        "8 M",
        "8 xB",
        "1e6",
        "1,000",
        "٣MiB",
        "8MiB8",
        "9" * 5000,
        "0.5",
        "1.0001kB",
    ],
)
def test_anything_else_is_told_with_a_sentence(text):
    with pytest.raises(SizeError, match="such as 8MiB"):
        parse_size(text)


@given(st.integers(0, 1 << 40))
def test_what_is_written_reads_back(size):
    assert parse_size(size_text(size)) == size
