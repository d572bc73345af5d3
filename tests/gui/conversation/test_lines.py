import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.conversation.lines import (
    ConversationLine,
    ConversationLines,
)
from socket_workbench.gui.rows.text import Notation
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.row import Row
from socket_workbench.payload.text import TextDecoder

NIHON = "日本".encode("shift_jis")


@pytest.fixture
def row(recording):
    numbers = iter(range(100))

    def row(payload=b"", kind=Kind.RECEIVED, length=None, source=recording.accepted, text=""):
        length = len(payload) if length is None else length
        return Row(next(numbers), 0, source, kind, length, payload, text)

    return row


def shown(maker, *rows):
    """Return the texts that stand after these rows."""
    lines: list[ConversationLine] = []
    for row in rows:
        made, replaces = maker.of(row)
        if replaces:
            lines.pop()
        lines += made
    return [line.texts[2] for line in lines]


def test_each_row_has_its_own_lines(row):
    rows = [row(b"Hel"), row(b"lo\nyou")]
    assert shown(ConversationLines(), *rows) == ["Hel", r"lo\n", "you"]


def test_what_follows_in_a_stream_goes_on_in_the_same_line(row):
    maker = ConversationLines(joins=True)
    rows = [row(b"Hel"), row(b"lo\n"), row(b"a"), row(b"b", Kind.SENT), row(b"c")]
    assert shown(maker, *rows) == [r"Hello\n", "a", "b", "c"]


def test_datagrams_stay_apart(row):
    source = Source(9, Role.SERVER, "server", "udp://127.0.0.1:5", 3, "", "127.0.0.1:6")
    rows = [row(b"a", source=source), row(b"b", source=source)]
    assert shown(ConversationLines(joins=True), *rows) == ["a", "b"]


def test_events_part_what_is_said(row):
    rows = [row(b"a"), row(kind=Kind.ERROR, text="Oh."), row(b"b"), row(kind=Kind.ACCEPTED)]
    assert shown(ConversationLines(joins=True), *rows) == ["a", "Oh.", "b"]


def test_encodings_are_the_endpoints(row):
    maker = ConversationLines(joins=True, encoding={"server": "shift_jis"}.__getitem__)
    assert shown(maker, row(NIHON[:1]), row(NIHON[1:3]), row(NIHON[3:])) == ["日本"]


def test_hex_and_both(row):
    assert shown(ConversationLines(Notation.HEX), row(b"Hello"), row(b"x" * 17)) == [
        "00000000  48 65 6c 6c 6f",
        "00000005  78 78 78 78 78 78 78 78  78 78 78 78 78 78 78 78",
        "00000015  78",
    ]
    (line,) = shown(ConversationLines(Notation.BOTH), row(b"Hello"))
    assert line.endswith("|Hello|")


def test_hex_of_a_stream_goes_on_in_the_same_line(row):
    maker = ConversationLines(Notation.BOTH, joins=True)
    texts = shown(maker, row(b"abc"), row(b"defghijklmnopqr"), row(b"s"), row(b"A", Kind.SENT))
    assert [text.partition("|")[2] for text in texts] == ["abcdefghijklmnop|", "qrs|", "A|"]
    assert [text[:8] for text in texts] == ["00000000", "00000010", "00000000"]


@given(
    st.text(st.sampled_from("a日本é🎉\n"), max_size=40),
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_both_shows_all_text_beside_its_bytes_however_it_is_cut(text, sizes, joins, encoding):
    source = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:1", 1, "", "127.0.0.1:2")
    data = text.encode(encoding)
    rows: list[Row] = []
    while data:
        size = sizes[len(rows) % len(sizes)]
        piece, data = data[:size], data[size:]
        rows.append(Row(len(rows), 0, source, Kind.RECEIVED, len(piece), piece, ""))
    maker = ConversationLines(Notation.BOTH, joins=joins, encoding=lambda name: encoding)
    lines = shown(maker, *rows)
    seen = "".join(line.partition("|")[2].removesuffix("|") for line in lines)
    assert seen == text.replace("\n", ".")
    digits = "".join(line[10 : line.index("|")] for line in lines)
    assert bytes.fromhex(digits) == text.encode(encoding)


def test_what_is_not_shown_is_counted(row):
    for notation in (Notation.TEXT, Notation.HEX):
        maker = ConversationLines(notation, joins=True)
        texts = shown(maker, row(b"abc", length=1003), row(b"d"))
        assert texts[1] == "… 1000 more bytes"
        assert len(texts) == 3


def test_the_ends_of_a_row_are_told(row):
    lines, _ = ConversationLines().of(row(b"a\nb\nc"))
    assert [(line.is_first, line.is_last) for line in lines] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert [line.length for line in lines] == [5, 0, 0]


def test_beginning_anew(row):
    maker = ConversationLines(joins=True)
    shown(maker, row(b"a"))
    maker.forget()
    assert maker.of(row(b"b"))[1] is False


@given(st.lists(st.binary(max_size=12), max_size=6), st.booleans())
def test_what_is_copied_is_what_came(pieces, joins):
    source = Source(1, Role.CLIENT, "client", "tcp://a:1", 1, "l", "p")
    maker = ConversationLines(joins=joins)
    lines: list[ConversationLine] = []
    for number, piece in enumerate(pieces):
        made, replaces = maker.of(Row(number, 0, source, Kind.SENT, len(piece), piece, ""))
        if replaces:
            lines.pop()
        lines += made
    decoder = TextDecoder()
    assert "".join(line.copied for line in lines) == "".join(map(decoder.feed, pieces))


def test_another_connection_begins_with_a_line_that_says_so():
    def of(connection, kind, payload=b"", number=0):
        source = Source(connection, Role.CLIENT, "client", "tcp://a:1", connection, "l:5", "p")
        return maker.of(Row(number, 0, source, kind, len(payload), payload, ""))[0]

    maker = ConversationLines()
    assert of(3, Kind.CONNECTED) == []
    assert [line.is_break for line in of(3, Kind.SENT, b"a")] == [False]
    (line,) = of(4, Kind.CONNECTED, number=7)
    assert (line.is_break, line.number, line.texts[2]) == (True, 7, "connected again from l:5")
    assert [line.is_break for line in of(4, Kind.SENT, b"b")] == [False]
    # What an earlier one has left to say is no break.
    assert [line.is_break for line in of(3, Kind.CLOSED)] == [False]
    assert [line.is_break for line in of(9, Kind.SENT, b"c")] == [True, False]
    maker.interrupt()
    assert [line.is_break for line in of(10, Kind.SENT, b"d")] == [True, False]
    maker.forget()
    assert [line.is_break for line in of(11, Kind.SENT, b"e")] == [False]
