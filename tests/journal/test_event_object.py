import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.event import UNKNOWN_TIME, UNTOLD, Event, Kind, Role, Source
from socket_workbench.journal.event_object import event_object, iso_time, named_event_object

TIME = 1_800_000_000_031_250_000
SERVER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:0")
PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


@given(st.binary(max_size=300), st.text(), st.sampled_from(list(Kind)))
def test_nothing_moves_the_cursor_of_a_terminal(payload, text, kind):
    source = Source(2, Role.SERVER, "s", "unix:///a\n\x1b", 1, "", "\x1b[2J\r\n")
    event = Event(TIME, 2, kind, payload, text)

    assert event_object(source, event).isascii()
    assert event_object(source, event).isprintable()


def test_a_message_that_was_cut_keeps_its_length():
    members = json.loads(event_object(PEER, Event(TIME, 2, Kind.SENT, b"abc"), 1000))

    assert (members["length"], members["cut"], members["text"]) == (1000, 997, "abc")


@pytest.mark.parametrize(("payload", "text"), [(b"Hi", "Hi"), (b"\xff", None), (b"", None)])
def test_a_framed_message_says_from_how_many_reads_it_is(payload, text):
    members = json.loads(event_object(PEER, Event(TIME, 2, Kind.MESSAGE, payload, "3"), 9))

    assert (members["kind"], members["reads"], members.get("text")) == ("message", 3, text)


def test_a_time_that_is_not_known_is_null():
    assert json.loads(event_object(PEER, Event(UNKNOWN_TIME, 2, Kind.NOTE)))["time"] is None


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
        "local": "127.0.0.1:9",
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


def test_a_message_that_was_not_sent_whole_says_how_much_was():
    for taken in (0, 4):
        event = Event(TIME, 2, Kind.SENT, b"0123456789", "", taken)
        assert json.loads(event_object(PEER, event))["taken"] == taken
    untold = Event(TIME, 2, Kind.SENT, b"by sendall", "", UNTOLD)
    assert json.loads(event_object(PEER, untold))["taken"] is None
    assert "taken" not in json.loads(event_object(PEER, Event(TIME, 2, Kind.SENT, b"whole")))
