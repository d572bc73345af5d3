import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.search import expression_process
from socket_workbench.journal.search.expression_process import (
    ExpressionError,
    ExpressionProcess,
)
from socket_workbench.journal.search.pattern import Pattern, PatternError, PatternSyntax
from socket_workbench.journal.storage.segment import Segment

#: Takes longer than anybody waits.
ENDLESS = r"(a+)+$"


def never():
    return False


@pytest.fixture
def looking_for():
    started = []

    def looking_for(text, **choices):
        started.append(ExpressionProcess(Pattern(PatternSyntax.REGEX, text, **choices)))
        return started[-1]

    yield looking_for
    for process in started:
        process.close()


def segment(*said):
    return Segment.pack(
        Batch.of_events(
            [
                Event(1, 1, Kind.NOTE, text=part)
                if isinstance(part, str)
                else Event(1, 1, Kind.SENT, part)
                for part in said
            ]
        )
    )


def test_payloads_and_texts_are_searched(looking_for):
    found = looking_for("^h(e|a)llo").matches(
        segment(b"hello", b"say hello", b"", "Hallo, note", b"hello", "no"), never
    )
    assert found == b"\1\0\0\1\1\0"


def test_one_process_answers_many_times(looking_for):
    process = looking_for("b", cased=True)
    large = segment(*(b"%d" % number * 20 for number in range(5000)), b"xb")
    for _ in range(3):
        assert process.matches(large, never) == bytes(5000) + b"\1"
    assert process.matches(segment("B", b"b"), never) == b"\0\1"


def test_places_are_told_for_each_part(looking_for):
    spans = looking_for("a+|x*").spans([b"baab", b"", b"a"], never)
    assert spans == [[(1, 3)], [], [(0, 1)]]


@pytest.mark.needs("reads that end")
def test_a_search_without_end_can_be_given_up(looking_for):
    process = looking_for(ENDLESS)
    answers = iter([False, False, True])
    with pytest.raises(CancelledError):
        process.matches(segment(b"a" * 64 + b"b"), lambda: next(answers))
    assert process.matches(segment(b"aaa"), never) == b"\1"


def test_a_process_that_ended_is_told(looking_for):
    process = looking_for("a")
    assert process.matches(segment(b"a"), never) == b"\1"
    process._process.kill()
    process._process.wait()
    with pytest.raises(ExpressionError, match="has ended"):
        process.matches(segment(b"a"), never)


def test_a_process_that_cannot_be_started_is_told(looking_for, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(ExpressionError, match="Look for a text instead"):
        looking_for("a").matches(segment(b"a"), never)


def test_frozen_into_one_executable_it_starts_itself(monkeypatch):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "C:/Program Files/socket-workbench.exe")
    assert expression_process._command() == [
        "C:/Program Files/socket-workbench.exe",
        "--match-expressions",
    ]


def test_what_is_no_expression_is_refused(looking_for):
    with pytest.raises(PatternError):
        looking_for("(")
