import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.event import UNKNOWN_TIME, UNTOLD, Event, Kind, Role, Source
from socket_workbench.journal.export.formats.text_lines import TextLines, local_time, since_text
from socket_workbench.payload.escapes import parse_escapes

LISTENER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:9")
PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")
START = 1_700_000_000_123_456_789
LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}  [ +\-.\ds]{13,}  server     ([→← ])"
    r"  127\.0\.0\.1:51342        (\w+) +(\d*)  (.*)\n",
    re.DOTALL,
)


def line(event, source=PEER, before=None):
    lines = TextLines()
    if before is not None:
        lines.event(source, Event(before, source.number, Kind.NOTE), 0)
    return lines.event(source, event, len(event.payload)).decode()


def test_a_line_has_time_since_who_direction_kind_length_and_payload(monkeypatch):
    told = line(Event(START, 2, Kind.RECEIVED, b"zhang\r\n"), before=START - 1_500_000)

    assert told == (
        f"{local_time(START)}    +0.001500 s  server     ←  127.0.0.1:51342        received   "
        "           7  zhang\\r\\n\n"
    )
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.123 ", told)


def test_the_first_line_is_after_none():
    assert "+" not in line(Event(START, 2, Kind.SENT, b"x"))


def test_an_event_without_bytes_says_what_it_says():
    assert line(Event(START, 2, Kind.ERROR, b"", "It broke.")).endswith("  It broke.\n")
    listening = Event(START, 1, Kind.LISTENING, b"", "tcp://127.0.0.1:13145")
    assert line(listening, LISTENER).endswith("  tcp://127.0.0.1:13145\n")
    assert line(Event(START, 1, Kind.STOPPED), LISTENER).endswith("  tcp://127.0.0.1:9\n")


@given(st.binary(), st.sampled_from([Kind.SENT, Kind.RECEIVED, Kind.MESSAGE]))
def test_the_payload_can_be_read_back(payload, kind):
    ((arrow, word, length, shown),) = LINE.findall(line(Event(START, 2, kind, payload)))

    assert parse_escapes(shown) == payload
    assert (word, int(length)) == (kind.word, len(payload))
    assert arrow == ("→" if kind is Kind.SENT else "←")


@given(st.text(), st.text(), st.sampled_from(list(Kind)))
def test_every_event_is_one_line(name, text, kind):
    source = Source(2, Role.CLIENT, name, "tcp://h:1", 1, "", name)

    told = TextLines().event(source, Event(START, 2, kind, b"\n\r\x85", text), 3).decode()

    assert told.endswith("\n")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("span", "text"),
    [(0, "+0.000000 s"), (1_001_032_999, "+1.001032 s"), (-2_000_000_000, "-2.000000 s")],
)
def test_spans_are_in_seconds(span, text):
    assert since_text(span) == text


def test_a_time_that_is_not_known_takes_its_room():
    told = line(Event(UNKNOWN_TIME, 2, Kind.NOTE, b"", "Lost."), before=START)

    assert told.startswith(" " * 40 + "server ")
    assert "1970" not in told


def test_a_cut_message_says_its_length_and_how_much_is_here():
    told = TextLines().event(PEER, Event(START, 2, Kind.SENT, b"abc"), 5000).decode()

    assert "sent             3/5000  abc" in told


@pytest.mark.parametrize(("taken", "count"), [(0, "0/10"), (4, "4/10"), (UNTOLD, "?/10")])
def test_a_message_that_was_not_sent_whole_says_so_and_reads_back(taken, count):
    text = line(Event(START, 2, Kind.SENT, b"[not sent]", "", taken))
    assert re.search(rf"  ↛  127.0.0.1:51342 +sent +{re.escape(count)}  \[not sent\]\n$", text)
