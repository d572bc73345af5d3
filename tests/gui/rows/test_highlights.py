import pytest

from socket_workbench.gui.rows import highlights as log_highlights
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax


@pytest.fixture
def highlights(qapp):
    highlights = LogHighlights()
    yield highlights
    highlights.close()


def test_nothing_is_highlighted_at_first(highlights):
    assert list(highlights.spans(b"apple")) == []


def test_texts_and_bytes_are_known_at_once(highlights, qtbot):
    with qtbot.waitSignal(highlights.changed):
        highlights.set_pattern(Pattern(PatternSyntax.TEXT, "P", cased=False))
    assert list(highlights.spans(b"apple")) == [(1, 2), (2, 3)]
    highlights.set_pattern(Pattern(PatternSyntax.HEX, "6c65"))
    assert list(highlights.spans(b"apple")) == [(3, 5)]
    with qtbot.assertNotEmitted(highlights.changed):
        highlights.set_pattern(Pattern(PatternSyntax.HEX, "6c 65"))


def test_expressions_are_known_a_little_later(highlights, qtbot):
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "p+"))
    with qtbot.waitSignal(highlights.changed):
        assert list(highlights.spans(b"apple")) == []
    assert list(highlights.spans(b"apple")) == [(1, 3)]
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "a"))
    with qtbot.waitSignal(highlights.changed):
        assert list(highlights.spans(b"apple")) == []
    assert list(highlights.spans(b"apple")) == [(0, 1)]


def test_an_expression_without_end_is_given_up(highlights, qtbot, monkeypatch):
    monkeypatch.setattr(log_highlights, "_PATIENCE", 0.5)
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "(a+)+$"))
    assert list(highlights.spans(b"aaa")) == []
    assert list(highlights.spans(b"a" * 60 + b"b")) == []
    with qtbot.waitSignal(highlights.changed):
        highlights.spans(b"aa")
    assert list(highlights.spans(b"aa")) == [(0, 2)]


def test_of_long_messages_the_beginning_is_looked_through(highlights):
    highlights.set_pattern(Pattern(PatternSyntax.TEXT, "end"))
    assert list(highlights.spans(b"x" * log_highlights.MOST_BYTES + b"end")) == []


def test_few_are_remembered(highlights, monkeypatch):
    monkeypatch.setattr(log_highlights, "_MOST_KNOWN", 3)
    highlights.set_pattern(Pattern(PatternSyntax.TEXT, "1"))
    for number in range(10):
        highlights.spans(b"%d" % number)
    assert len(highlights._known) == 3


def test_an_expression_that_nobody_asks_for_holds_no_process(highlights, qtbot, monkeypatch):
    monkeypatch.setattr(log_highlights, "_LINGER", 0)
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "p+"))
    for data in (b"apple", b"pie"):
        with qtbot.waitSignal(highlights.changed):
            highlights.spans(data)
        qtbot.waitUntil(lambda: running_jobs() == [])
    assert list(highlights.spans(b"pie")) == [(0, 1)]


def test_places_of_a_pattern_before_are_not_shown(highlights, qtbot):
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "p+"))
    highlights.spans(b"apple")
    highlights.set_pattern(Pattern(PatternSyntax.REGEX, "z"))
    qtbot.waitUntil(lambda: running_jobs() == [])
    assert list(highlights.spans(b"apple")) == []
