import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.journal.search.segment_search import BytesSearch, TextSearch, linear_search
from socket_workbench.journal.storage.segment import Segment


def found(text, payloads, texts=(), **choices):
    some = [Event(1, 1, Kind.SENT, payload) for payload in payloads]
    some += [Event(1, 1, Kind.NOTE, b"", text) for text in texts]
    matches = TextSearch(text, **choices).matches(Segment.pack(Batch.of_events(some)))
    return [index for index, match in enumerate(matches) if match]


def test_text_in_payload():
    assert found("lo", [b"Hello", b"world", b"low", b""]) == [0, 2]


@pytest.mark.parametrize("text", ["HELLO", "hello", "hELLo"])
def test_case_is_ignored(text):
    assert found(text, [b"say Hello", b"hell"], ["HELLO", "no"]) == [0, 2]


def test_case_is_ignored_beyond_ascii():
    payloads = ["GRÜSSE".encode(), "grüße".encode(), "Ünder".encode(), b"under"]
    assert found("ü", payloads, ["Ü"]) == [0, 1, 2, 4]


def test_text_is_no_pattern():
    assert found("a.c", [b"abc", b"a.c"]) == [1]
    assert found("(", [b"(", b")"], ["("]) == [0, 2]


def test_text_across_two_payloads_is_not_found():
    assert found("ab", [b"xa", b"bx"]) == []


def test_text_is_found_behind_one_across_two_payloads():
    assert found("aa", [b"xa", b"aa", b"ax"]) == [1]


def test_every_event_with_a_shared_payload_is_found():
    assert found("x", [b"x", b"y", b"x", b"x" * 600]) == [0, 2, 3]


def test_event_with_text_and_payload_in_the_same_segment():
    assert found("stop", [b"go"], ["stop here", "STOPPED", ""]) == [1, 2]


@given(
    st.text("ab", min_size=1, max_size=3),
    st.lists(st.text("aAbB", max_size=6).map(str.encode), min_size=1, max_size=12),
)
def test_like_looking_at_each_payload(text, payloads):
    pattern = re.compile(text.encode(), re.IGNORECASE)
    expected = [index for index, payload in enumerate(payloads) if pattern.search(payload)]
    assert found(text, payloads) == expected


@given(st.text(min_size=1, max_size=4), st.text(max_size=4), st.text(max_size=4))
def test_a_text_is_found_in_what_holds_it(text, before, behind):
    assert found(text, [(before + text + behind).encode()], [before + text + behind]) == [0, 1]


def test_a_text_is_not_found_across_the_cut_ends_of_two_payloads():
    some = [Event(1, 1, Kind.SENT, b"abXX"), Event(2, 1, Kind.SENT, b"cdYY")]
    segment = Segment.pack(Batch.of_events(some).cut(2))
    assert segment.payload == b"abcd"
    assert list(TextSearch("bc").matches(segment)) == [0, 0]
    assert list(TextSearch("cd").matches(segment)) == [0, 1]


def test_case_may_matter():
    assert found("Lo", [b"hello", b"heLo"], ["lo", "Lo"], cased=True) == [1, 3]
    assert found("Ü", ["ü".encode(), "Ü".encode()], ["ü", "Ü"], cased=True) == [1, 3]


def test_whole_words():
    payloads = [b"cat", b"cats", b"a cat.", b"concat cat", "catü".encode(), b"cat_", b"x"]
    assert found("CAT", payloads, ["the cat", "cats"], whole_words=True) == [0, 2, 3, 7]
    assert found("cat", [b"x", b"cat", b"s"], whole_words=True) == [1]
    assert found(".a.", [b"b.a.b"], ["b.a.b"], whole_words=True) == [0, 1]


def test_what_is_in_nearly_every_payload():
    payloads = [b"%d common" % number if number % 5 else b"%d" % number for number in range(500)]
    assert found("common", [*payloads, b"", b"common"]) == [
        *(number for number in range(500) if number % 5),
        501,
    ]


def test_what_is_empty_is_never_found():
    assert found("x", [b"", b"x", b"", b"y", b"x", b""]) == [1, 4]


def test_places_in_one_payload():
    assert TextSearch("AB").spans(b"abxAb") == [(0, 2), (3, 5)]
    assert TextSearch("ab", whole_words=True).spans(b"abx ab") == [(4, 6)]
    assert BytesSearch(b"\0\1").spans(b"\0\0\1\0\1") == [(1, 3), (3, 5)]


def bytes_found(wanted, payloads):
    some = [Event(1, 1, Kind.SENT, payload) for payload in payloads]
    matches = BytesSearch(wanted).matches(Segment.pack(Batch.of_events(some)))
    return [index for index, match in enumerate(matches) if match]


@given(
    st.text("ab", min_size=1, max_size=3).map(str.encode),
    st.lists(st.text("ab", max_size=6).map(str.encode), min_size=1, max_size=200),
)
def test_bytes_like_looking_at_each_payload(wanted, payloads):
    assert bytes_found(wanted, payloads) == [
        index for index, payload in enumerate(payloads) if wanted in payload
    ]


def test_the_search_for_a_pattern():
    assert isinstance(linear_search(Pattern(PatternSyntax.HEX, "00")), BytesSearch)
    cased = linear_search(Pattern(PatternSyntax.TEXT, "A", cased=True))
    assert cased.spans(b"aA") == [(1, 2)]
