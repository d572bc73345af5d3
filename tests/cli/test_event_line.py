import base64
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.event_line import (
    SHOWN_BYTES,
    event_line,
    event_object,
    iso_time,
    named_event_object,
    payload_text,
)
from socket_workbench.journal.event import Event, Kind, Role, Source

INVISIBLE = {"Cc", "Cs", "Zl", "Zp"}
TIME = 1_800_000_000_031_250_000
SERVER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:0")
PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


def test_listening_is_exactly_what_is_promised():
    event = Event(TIME, 1, Kind.LISTENING, b"", "tcp://127.0.0.1:13145")

    assert event_line(SERVER, event) == "listening tcp://127.0.0.1:13145"


def test_a_line_says_when_what_who_and_how_much():
    line = event_line(PEER, Event(TIME, 2, Kind.RECEIVED, b"zhangsan"))

    assert re.fullmatch(
        r"\d\d:\d\d:\d\d\.031  received       127\.0\.0\.1:51342  8 bytes  zhangsan", line
    )


def test_what_an_event_says_stands_once():
    same = event_line(PEER, Event(TIME, 2, Kind.ACCEPTED, b"", PEER.peer))
    other = event_line(PEER, Event(TIME, 2, Kind.CLOSED, b"", "ended by the peer"))

    assert same.count(PEER.peer) == 1
    assert other.endswith("127.0.0.1:51342  ended by the peer")


def test_an_empty_datagram_has_no_payload_to_show():
    assert event_line(PEER, Event(TIME, 2, Kind.RECEIVED)).endswith("0 bytes")


def test_a_long_payload_is_cut_and_says_so():
    assert payload_text(b"a" * SHOWN_BYTES) == "a" * SHOWN_BYTES
    assert payload_text(b"a" * (SHOWN_BYTES + 1)) == "a" * SHOWN_BYTES + " ... and 1 byte more"
    assert payload_text(b"a" * (SHOWN_BYTES + 9)).endswith(" ... and 9 bytes more")


@given(st.binary(max_size=300), st.text(), st.sampled_from(list(Kind)))
def test_nothing_moves_the_cursor_of_a_terminal(payload, text, kind):
    source = Source(2, Role.SERVER, "s", "unix:///a\n\x1b", 1, "", "\x1b[2J\r\n")
    event = Event(TIME, 2, kind, payload, text)

    assert not INVISIBLE & {unicodedata.category(c) for c in event_line(source, event)}
    assert event_object(source, event).isascii()
    assert event_object(source, event).isprintable()


@given(st.binary())
def test_an_object_holds_the_payload_whole(payload):
    members = json.loads(event_object(PEER, Event(TIME, 2, Kind.SENT, payload)))

    assert base64.b64decode(members["payload"]) == payload
    assert members["length"] == len(payload)


def test_an_object_has_the_promised_members():
    members = json.loads(event_object(PEER, Event(TIME, 2, Kind.RECEIVED, "é".encode())))

    assert members == {
        "time": "2027-01-15T08:00:00.031250Z",
        "endpoint": "tcp://127.0.0.1:9",
        "connection": 3,
        "peer": "127.0.0.1:51342",
        "kind": "received",
        "length": 2,
        "payload": "w6k=",
        "text": "é",
    }


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Event(TIME, 2, Kind.RECEIVED, b"\xff"), None),
        (Event(TIME, 2, Kind.RECEIVED, b""), None),
        (Event(TIME, 2, Kind.ERROR, b"", "A sentence."), "A sentence."),
    ],
)
def test_text_is_there_where_it_is_text(event, text):
    assert json.loads(event_object(PEER, event)).get("text") == text


def test_listening_has_the_port_really_given():
    event = Event(TIME, 1, Kind.LISTENING, b"", "tcp://127.0.0.1:13145")

    assert json.loads(event_object(SERVER, event))["endpoint"] == "tcp://127.0.0.1:13145"


def test_a_name_tells_servers_and_clients_of_one_endpoint_apart():
    event = Event(TIME, 2, Kind.CLOSED)

    assert json.loads(named_event_object(PEER, event)) == {
        **json.loads(event_object(PEER, event)),
        "name": "server",
    }


def test_times_are_in_utc():
    assert iso_time(1_000) == "1970-01-01T00:00:00.000001Z"
