import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.call_record import CallRecord, call_text, event_words, with_place
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.event_object import event_object
from socket_workbench.journal.watch_record import HintRecord, output_words, place_words

SOURCE = Source(1, Role.PROGRAM, "a.py", "pid:7")
HINT = HintRecord("Read in a loop.", "short-read", "C", "/a/b.py", 7)
PARTS = st.text(st.characters(exclude_characters="\t"))


@given(PARTS, PARTS, PARTS, PARTS, st.integers(0, 10**8))
def test_what_is_written_is_read(sentence, topic, kind, file, line):
    hint = HintRecord(sentence, topic, kind, file, line)
    assert HintRecord.read(hint.text()) == hint


@given(st.text())
def test_whatever_a_file_says_is_read(text):
    hint = HintRecord.read(text)
    assert isinstance(hint.words(), str)
    json.dumps(hint.members())


def test_tabs_cannot_make_fields():
    hint = HINT._replace(sentence="a\tb", file="/a\tb.py")

    assert HintRecord.read(hint.text()) == hint._replace(sentence="a\\tb", file="/a\\tb.py")


def test_a_hint_in_words_and_as_an_object():
    event = Event(1, 1, Kind.HINT, b"", HINT.text())
    members = json.loads(event_object(SOURCE, event))

    assert event_words(Kind.HINT, event.text, b"", 0) == "Read in a loop.  b.py:7"
    assert {name: members[name] for name in ("text", "topic", "class", "file", "line")} == {
        "text": "Read in a loop.",
        "topic": "short-read",
        "class": "C",
        "file": "/a/b.py",
        "line": 7,
    }


def test_output_in_words_and_as_an_object():
    event = Event(1, 1, Kind.OUTPUT, b"a\x1b\n", "stderr")
    members = json.loads(event_object(SOURCE, event))

    assert event_words(Kind.OUTPUT, event.text, event.payload, 3) == "a\\x1b"
    assert output_words(b"abc", 10) == "abc…"
    assert (members["stream"], members["text"], members["payload"]) == (
        "stderr",
        "a\x1b\n",
        "YRsK",
    )


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [("/a/b.py", 3, "b.py:3"), ("C:\\a\\b.py", 3, "b.py:3"), ("/a/b.py", 0, "b.py"), ("", 0, "")],
)
def test_a_place_is_short_for_people(file, line, words):
    assert place_words(file, line) == words


def test_a_call_of_a_watched_program_has_its_place():
    text = with_place(call_text("recv(1)", "b''", 0, "t", 1, 2), "/a/b.py", 3)
    call = CallRecord.read(text)

    assert (call.number, call.file, call.line) == (2, "/a/b.py", 3)
    assert (call.members()["file"], call.members()["line"]) == ("/a/b.py", 3)
    assert call.words(b"x", 1) == "recv(1) → b'x'  b.py:3"
    assert "file" not in CallRecord.read(call_text("recv(1)", "b''", 0, "t", 1, 2)).members()
