import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.rows.encodings import ENCODINGS
from socket_workbench.gui.rows.streams import (
    LogStreams,
    continues,
    cut_characters_off,
    unfinished_tail,
)
from socket_workbench.journal.event import Kind


@pytest.mark.parametrize("character", ["é", "日", "🙂"])
def test_the_beginning_of_a_character_is_unfinished(character):
    encoded = character.encode()
    for length in range(1, len(encoded)):
        assert unfinished_tail(b"abc" + encoded[:length]) == encoded[:length]
        assert continues(encoded[length:])
    assert unfinished_tail(b"abc" + encoded) == b""


@pytest.mark.parametrize("data", [b"", b"a", b"\x80\x80\x80\x80", b"\xff", b"\xf8\x80"])
def test_what_can_never_become_a_character_is_no_tail(data):
    assert unfinished_tail(data) == b""


def test_a_whole_beginning_does_not_continue():
    assert not continues("日".encode())
    assert not continues(b"")


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.data())
def test_any_cut_of_a_text_is_text_without_split_characters(text, data):
    encoded = text.encode()
    start = data.draw(st.integers(0, len(encoded)))
    end = data.draw(st.integers(start, len(encoded)))
    assert cut_characters_off(encoded[start:end]).decode() in text


TEXTS = {
    "utf-8": "日本, Grüße 🙂",
    "latin-1": "Grüße",
    "utf-16-le": "日本🙂a",
    "utf-16-be": "日本🙂a",
    "shift_jis": "日本ソース表",
    "euc_jp": "日本ソース",
    "gb18030": "中文字符🙂",
    "big5": "中文字功",
    "euc_kr": "한국어",
}


@pytest.fixture
def streams(reader):
    return LogStreams(reader)


def shown(streams, reader, encoding):
    return [
        streams.whole_characters(row, encoding).decode(encoding)
        for row in reader.rows(0, reader.count())
    ]


@pytest.mark.parametrize("encoding", [name for _, name in ENCODINGS])
def test_characters_split_anywhere_are_whole(streams, recording, reader, encoding):
    data = TEXTS[encoding].encode(encoding)
    recording.receive(*(data[place : place + 1] for place in range(len(data))))
    pieces = shown(streams, reader, encoding)
    assert "".join(pieces) == TEXTS[encoding]
    assert max(map(len, pieces)) == 1


def test_only_the_same_stream_counts(streams, recording, reader):
    data = "日".encode("shift_jis")
    recording.add(
        (recording.accepted, Kind.RECEIVED, data[:1]),
        (recording.accepted, Kind.SENT, b"a"),
        (recording.client, Kind.RECEIVED, b"b"),
        (recording.accepted, Kind.RECEIVED, data[1:]),
    )
    assert shown(streams, reader, "shift_jis") == ["", "a", "b", "日"]


def test_what_is_never_finished_is_left_in_place(streams, recording, reader):
    recording.receive("日".encode("big5")[:1])
    (row,) = reader.rows(0, 1)
    assert streams.whole_characters(row, "big5") == "日".encode("big5")[:1]


def test_a_character_begun_by_a_long_read_is_whole(streams, recording, reader):
    data = ("x" + "日" * 500).encode("euc_jp")
    recording.receive(data[:600], data[600:])
    first, second = (streams.whole_characters(row, "euc_jp") for row in reader.rows(0, 2))
    assert first.decode("euc_jp") == "x" + "日" * 127
    assert second[:2].decode("euc_jp") == "日"


def test_a_read_that_is_too_long_begins_anew(streams, recording, reader):
    recording.receive(b"x" * 300_001, b"ab")
    rows = reader.rows(0, 2)
    assert streams.whole_characters(rows[1], "utf-16-le") == b"ab"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_no_more_is_decoded_than_a_person_can_wait_for(streams, recording, reader, encoding):
    reads = [b"a" * 60_000] * 60
    half = "日".encode(encoding)
    recording.receive(*reads, half[:1], half[1:])
    payload, asked = reader.payload, []

    def noted(number):
        asked.append(number)
        return payload(number)

    reader.payload = noted
    (row,) = reader.rows(61, 1)

    assert streams.whole_characters(row, encoding) == half
    assert len(asked) <= (1 if encoding == "utf-8" else 5)
