import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.input.outgoing import Outgoing
from socket_workbench.cli.input.typed_lines import LONGEST_LINE
from socket_workbench.payload.framing import Framing
from socket_workbench.payload.line_end import LineEnd


class Typed:
    def __init__(self, *, is_stream=True, framing="none", line_end=None, is_hex=False):
        self.complaints: list[str] = []
        self.outgoing = Outgoing(
            is_stream=is_stream,
            framing=Framing.parse(framing),
            line_end=line_end,
            is_hex=is_hex,
            complain=self.complaints.append,
        )

    def messages(self, *pieces):
        found = [message for piece in pieces for message in self.outgoing.feed(piece)]
        return found + self.outgoing.end()


@given(st.lists(st.binary(min_size=1)))
def test_a_stream_carries_bytes_as_they_came(pieces):
    assert Typed().messages(*pieces) == pieces


@pytest.mark.parametrize(
    ("line_end", "sent"),
    [
        (LineEnd.NONE, b"abc"),
        (LineEnd.LF, b"a\nb\nc\n"),
        (LineEnd.CR, b"a\rb\rc\r"),
        (LineEnd.CRLF, b"a\r\nb\r\nc\r\n"),
    ],
)
def test_line_ends_are_changed_or_removed(line_end, sent):
    assert b"".join(Typed(line_end=line_end).messages(b"a\nb\r", b"\nc")) == sent


def test_the_lines_of_one_piece_go_out_together():
    assert Typed(line_end=LineEnd.CRLF).messages(b"a\nb\nc") == [b"a\r\nb\r\n", b"c\r\n"]


def test_over_datagrams_every_line_is_one_as_it_was_typed():
    assert Typed(is_stream=False).messages(b"a\nb", b"\r\n\nc") == [b"a\n", b"b\r\n", b"\n", b"c"]


@pytest.mark.parametrize("is_stream", [True, False])
def test_framing_marks_the_message_so_the_line_end_does_not(is_stream):
    typed = Typed(is_stream=is_stream, framing="length:u8")

    assert typed.messages(b"a\nb\r\nc") == [b"a", b"b", b"c"]


def test_a_line_end_that_is_asked_for_is_part_of_the_framed_message():
    assert Typed(framing="length:u8", line_end=LineEnd.CRLF).messages(b"a\n") == [b"a\r\n"]


def test_hex_is_sent_as_the_bytes_it_means():
    assert Typed(is_hex=True).messages(b"48 65\n0x0a\n\n") == [b"He\n"]
    assert Typed(is_hex=True, is_stream=False).messages(b"48 65\n0x0a") == [b"He", b"\n"]


def test_what_is_no_hex_is_told_with_its_line_and_the_rest_is_sent():
    typed = Typed(is_hex=True, is_stream=False)

    assert typed.messages(b"41\nzz\n42\n") == [b"A", b"B"]
    assert len(typed.complaints) == typed.outgoing.mistakes == 1
    assert typed.complaints[0].startswith("Line 2 was not sent: Column 1")


def test_a_line_of_any_length_is_changed_without_being_held():
    typed = Typed(line_end=LineEnd.CRLF)
    half = b"x" * (LONGEST_LINE // 2 + 1)

    assert b"".join(typed.messages(half, half, half, b"\ny\n")) == half * 3 + b"\r\ny\r\n"
    assert typed.complaints == []


def test_a_line_too_long_for_a_message_is_refused_once():
    typed = Typed(is_stream=False)
    long = b"x" * (LONGEST_LINE + 1)

    assert typed.messages(b"a\n", long, long, b"\nb\n") == [b"a\n", b"b\n"]
    assert typed.complaints == ["Line 2 was not sent: it is longer than a message can be."]
