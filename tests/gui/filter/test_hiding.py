import pytest

from socket_workbench.gui.filter.hiding import hiding_choices, payload_pattern
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.filter_language import format_filter
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax


@pytest.fixture
def row(recording):
    def row(payload=b"hello", kind=Kind.RECEIVED, source=recording.accepted):
        return Row(0, 0, source, kind, len(payload), payload, "")

    return row


def changed(rows, wanted=None):
    wanted = wanted or Filter()
    return {title: format_filter(change(wanted)) for title, change in hiding_choices(rows)}


def test_a_row_can_be_hidden_by_each_of_its_properties(row):
    assert changed([row()]) == {
        "Kind: received": "-kind:received",
        "Connection: 51342": "-conn:1",
        "Endpoint: server": "-endpoint:server",
        "Payload: hello": '-"hello"c',
    }


def test_several_rows_by_what_they_share(row, recording):
    assert list(changed([row(), row(kind=Kind.SENT)])) == [
        "Connection: 51342",
        "Endpoint: server",
    ]
    assert list(changed([row(), row(source=recording.client)])) == ["Kind: received"]
    assert changed([]) == {}


def test_the_sessions_own_rows_have_a_kind_only(row):
    assert list(changed([row(b"", Kind.NOTE, SESSION)])) == ["Kind: note"]


def test_what_was_shown_alone_is_shown_no_more(row):
    titles = changed([row()], Filter(connections=frozenset({1, 2}), endpoints=frozenset({"a"})))
    assert titles["Connection: 51342"] == "endpoint:a conn:2"
    assert titles["Endpoint: server"] == "endpoint:a conn:1,2"
    alone = changed([row()], Filter(connections=frozenset({1})))
    assert alone["Connection: 51342"] == "-conn:1"


def test_the_last_kind_stays(row):
    only = Filter(kinds=frozenset({Kind.RECEIVED}))
    assert changed([row()], only)["Kind: received"] == "kind:received"
    hidden = Filter(kinds=frozenset({Kind.SENT}))
    assert changed([row()], hidden)["Kind: received"] == "kind:sent"


def test_payloads_that_are_no_text_are_hidden_as_bytes():
    assert payload_pattern(b"\xff\x00") == Pattern(PatternSyntax.HEX, "ff00", hidden=True)
    japanese = payload_pattern("日本".encode() * 100)
    assert japanese.syntax is PatternSyntax.TEXT
    assert japanese.text == "日本" * 16


def test_long_payloads_have_short_titles(row):
    assert "Payload: " + "x" * 23 + "…" in changed([row(b"x" * 300)])
