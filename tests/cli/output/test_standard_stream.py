import io
import os
import sys
import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.output.standard_stream import WHOLE, StandardStream

TEXTS = st.lists(st.text(st.characters(codec=None), max_size=20), min_size=1, max_size=5)


def stream_of(lines, encoding="utf-8"):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    stream = StandardStream(file)
    for _, data in stream.pieces(lines):
        stream.write(data)
    return file.buffer.getvalue()


@given(TEXTS, st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "shift_jis"]))
def test_whatever_the_text_a_line_is_a_line_and_controls_nothing(texts, encoding):
    text = stream_of(texts, encoding).decode(encoding)

    assert text.endswith("\n")
    lines = text[:-1].split("\n")
    assert len(lines) == len(texts)
    for line in lines:
        assert not {unicodedata.category(one) for one in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_pieces_are_whole_lines_that_a_pipe_takes_at_once():
    lines = ["x" * 1000] * 9 + ["y" * 10000, "z"]
    pieces = list(StandardStream(None).pieces(lines))

    assert [count for count, _ in pieces] == [4, 4, 1, 1, 1]
    assert b"".join(data for _, data in pieces) == "".join(f"{line}\n" for line in lines).encode()
    assert all(len(data) <= WHOLE for _, data in pieces if b"y" not in data)


def test_a_stream_without_bytes_is_given_text():
    file = io.StringIO()
    StandardStream(file).write("é\n".encode())

    assert file.getvalue() == "é\n"


def test_a_closed_stream_takes_everything():
    stream = StandardStream(None)
    stream.write(b"x")

    assert not stream.is_open


@pytest.mark.skipif(sys.platform == "win32", reason="pipes that do not block")
def test_a_stream_that_does_not_block_is_waited_for():
    read, write = os.pipe()
    os.set_blocking(write, False)
    content = bytes(1 << 20)
    found = bytearray()

    def drain():
        while piece := os.read(read, 65536):
            found.extend(piece)

    with os.fdopen(write, "w") as file:
        reader = threading.Thread(target=drain)
        reader.start()
        StandardStream(file).write(content)
    reader.join(20)
    os.close(read)
    assert found == content
