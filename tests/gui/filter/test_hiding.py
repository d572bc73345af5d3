import pytest

from socket_workbench.gui.filter.hiding import cell_choice, hiding_choices, payload_pattern
from socket_workbench.gui.rows.line import log_line
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.filter_language import format_filter, parse_filter
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
        "conn:1 127.0.0.1:51342": "-conn:1",
        "Endpoint: server": "-endpoint:server",
        "Payload: hello": '-"hello"c',
    }


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("recorder", "server", "endpoint:server"),
        ("direction", "← Client 1", 'peer:"Client 1" dir:>server'),
        ("peer", "127.0.0.1:51342", "peer:127.0.0.1:51342"),
        ("connection", "1", "conn:1"),
        ("kind", "received", "kind:received"),
        ("time", "00:00:00.000", "time:2023-11-14T22:13:20Z"),
        ("payload", "hello", '"hello"c'),
        ("bytes", "5", None),
        ("since", "+1 ms", None),
    ],
)
def test_only_rows_with_the_same_cell_are_shown(recording, key, text, expected):
    row = Row(0, 1_700_000_000_123_000_000, recording.accepted, Kind.RECEIVED, 5, b"hello", "")
    choice = cell_choice(key, log_line(row, None, other="Client 1"), text)
    if expected is None:
        assert choice is None
        return
    assert choice is not None
    title, change = choice
    assert title == f"Show only “{text}”"
    changed = change(Filter(hidden_endpoints=frozenset({"server"})))
    if key == "recorder":
        assert not changed.hidden_endpoints
    period = parse_filter(expected)
    assert change(Filter()) == period


def test_an_event_of_the_session_has_no_endpoint_to_show():
    line = log_line(Row(0, 0, SESSION, Kind.NOTE, 0, b"", "The disk was full."), None)
    found = {key: cell_choice(key, line, "x") for key in ("recorder", "direction", "peer", "time")}
    assert set(found.values()) == {None}


def test_several_rows_by_what_they_share(row, recording):
    assert list(changed([row(), row(kind=Kind.SENT)])) == [
        "conn:1 127.0.0.1:51342",
        "Endpoint: server",
    ]
    assert list(changed([row(), row(source=recording.client)])) == ["Kind: received"]
    assert changed([]) == {}


def test_the_sessions_own_rows_have_a_kind_only(row):
    assert list(changed([row(b"", Kind.NOTE, SESSION)])) == ["Kind: note"]


def test_what_was_shown_alone_is_shown_no_more(row):
    titles = changed([row()], Filter(connections=frozenset({1, 2}), endpoints=frozenset({"a"})))
    assert titles["conn:1 127.0.0.1:51342"] == "endpoint:a conn:2"
    assert titles["Endpoint: server"] == "endpoint:a conn:1,2"
    alone = changed([row()], Filter(connections=frozenset({1})))
    assert alone["conn:1 127.0.0.1:51342"] == "-conn:1"


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
