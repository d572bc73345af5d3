from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_record import CallRecord, begun_text, call_text, held_text
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.ladder.texts import call_words, event_label, message_words, plain
from socket_workbench.journal.row import Row
from socket_workbench.journal.watch_record import HintRecord


def row(kind, payload=b"", text="", length=None, **more):
    length = len(payload) if length is None else length
    return Row(0, 0, SESSION, kind, length, payload[:256], text, **more)


@given(st.sampled_from(list(Kind)), st.binary(max_size=300), st.text(max_size=300))
def test_texts_are_plain_and_bounded(kind, payload, text):
    shown = row(kind, payload, text)
    for words in (message_words(shown), event_label(shown), plain(text)):
        assert "\n" not in words
        assert "\u202e" not in words
        assert len(words) < 3000


def test_a_message_says_its_beginning_and_its_length():
    assert message_words(row(Kind.SENT, b"hello\r\n")) == "hello\\r\\n  7"
    assert message_words(row(Kind.SENT, b"a" * 300, length=4000)) == "a" * 48 + "…  4,000"
    assert message_words(row(Kind.SENT, b"")) == "0"
    assert message_words(row(Kind.SENT, b"abcd", taken=2)) == "abcd  2 of 4 bytes sent"


def test_what_a_watched_program_prints_and_hints_say_it():
    assert event_label(row(Kind.OUTPUT, b"ready\n", "stdout")) == "ready"
    hint = HintRecord("Read in a loop.", "short-read", "C", "/a/b.py", 7)
    assert event_label(row(Kind.HINT, text=hint.text())) == "Read in a loop.  b.py:7"


def test_a_waiting_call_has_a_clock():
    begun = row(Kind.CALL_BEGUN, text=begun_text("accept()", "t", 1, 1))
    call = CallRecord.read(begun.text)
    assert call_words(begun, call, 2_345_000_000) == "accept()  2.3 s"
    assert call_words(begun, call, None) == "accept()"


def test_a_call_says_first_how_long_it_waited():
    done = row(Kind.CALL, b"abc", call_text("recv(9)", "b''", 800_000_000, "t", 1, 1))
    assert call_words(done, CallRecord.read(done.text), None) == "recv(9) 0.8 s → b'abc'"


def test_a_held_call_says_so_until_it_is_made():
    held = row(Kind.CALL_BEGUN, text=held_text("recv(9)", "t", 1, 1))
    call = CallRecord.read(held.text)
    assert call_words(held, call, 5) == "recv(9)  held"
    assert call_words(held, call, None) == "recv(9)"
    sends = row(Kind.CALL_BEGUN, b"abc", held_text("send(b'')", "t", 1, 1))
    assert call_words(sends, CallRecord.read(sends.text), 5) == "send(b'abc')  held"
