import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.output.event_line import SHOWN_BYTES, event_line, payload_text
from socket_workbench.cli.output.standard_stream import StandardStream
from socket_workbench.journal.event import UNKNOWN_TIME, Event, Kind, Role, Source

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


def test_what_a_limit_cut_is_said():
    line = event_line(PEER, Event(TIME, 2, Kind.SENT, b"abc"), 1000)

    assert line.endswith("  1000 bytes  (997 bytes not recorded)  abc")


def test_a_time_that_is_not_known_takes_its_room():
    assert event_line(PEER, Event(UNKNOWN_TIME, 2, Kind.NOTE)).startswith(" " * 14 + "note ")


def test_what_an_event_says_stands_once():
    same = event_line(PEER, Event(TIME, 2, Kind.ACCEPTED, b"", PEER.peer))
    other = event_line(PEER, Event(TIME, 2, Kind.CLOSED, b"", "ended by the peer"))

    assert same.count(PEER.peer) == 1
    assert other.endswith("127.0.0.1:51342  ended by the peer")


def test_a_framed_message_says_from_how_many_reads_it_is():
    line = event_line(PEER, Event(TIME, 2, Kind.MESSAGE, b"Hi!\n", "3"))

    assert line.endswith("message        127.0.0.1:51342  4 bytes  [from 3 reads]  Hi!\\n")


def test_an_empty_datagram_has_no_payload_to_show():
    assert event_line(PEER, Event(TIME, 2, Kind.RECEIVED)).endswith("0 bytes")


def test_a_long_payload_is_cut_and_says_so():
    assert payload_text(b"a" * SHOWN_BYTES) == "a" * SHOWN_BYTES
    assert payload_text(b"a" * (SHOWN_BYTES + 1)) == "a" * SHOWN_BYTES + " ... and 1 byte more"
    assert payload_text(b"a" * (SHOWN_BYTES + 9)).endswith(" ... and 9 bytes more")


@given(st.binary(max_size=300), st.text(), st.sampled_from(list(Kind)))
def test_nothing_printed_moves_the_cursor_of_a_terminal(payload, text, kind):
    source = Source(2, Role.SERVER, "s", "unix:///a\n\x1b", 1, "", "\x1b[2J\r\n")
    event = Event(TIME, 2, kind, payload, text)

    [(_, line)] = StandardStream(None).pieces([event_line(source, event)])
    assert not INVISIBLE & {unicodedata.category(c) for c in line.decode()[:-1]}


def test_a_message_that_was_not_sent_whole_says_so():
    event = Event(TIME, 2, Kind.SENT, b"0123456789", "", 4)
    assert event_line(PEER, event).endswith("10 bytes  [4 of 10 bytes sent]  0123456789")
    assert "[not sent]" in event_line(PEER, Event(TIME, 2, Kind.SENT, b"", "", 0))
