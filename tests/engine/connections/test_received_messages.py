import socket
from contextlib import closing
from time import time_ns

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.connections.received_messages import FramedMessages, received_messages
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import FRAMED, Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.payload.decoders import PassingDecoder
from socket_workbench.payload.framing import Framing, FramingError
from socket_workbench.sockets.addresses.endpoint import Transport
from socket_workbench.sockets.options import ServerOptions

FRAMINGS = ["line", "delimiter:ab", "length:u8", "fixed:3", "idle:20ms"]


class Written(Journal):
    """Stands for a journal: keeps what is recorded of messages."""

    def __init__(self):
        self.events = []

    def append_repeated(self, moment, source, kind, frame, text=""):
        self.events.append((moment, kind, frame, text))


def view():
    return ConnectionView(1, 7, "ours", "theirs")


@given(st.sampled_from(FRAMINGS), st.lists(st.binary(max_size=9)), st.data())
def test_recorded_messages_one_after_the_other_are_the_reads(framing, reads, data):
    journal = Written()
    messages = FramedMessages(Framing.parse(framing).decoder(), view(), journal)
    told = []
    for read in reads:
        told += messages.feed(read)
        if data.draw(st.booleans()):
            told += messages.flush()
    told += messages.end()
    assert b"".join(frame for _, _, frame, _ in journal.events) == b"".join(reads)
    assert len(told) == len(journal.events)
    assert all(kind is Kind.MESSAGE for _, kind, _, _ in journal.events[:-1])
    assert messages.end() == []


def test_a_message_has_the_time_of_its_last_byte_and_says_from_how_many_reads_it_is():
    journal, peer = Written(), view()
    messages = FramedMessages(Framing.parse("line").decoder(), peer, journal)
    for peer.heard_at, read in enumerate([b"on", b"", b"e\ntwo\nth", b"ree\n", b"four\n", b"fi"]):
        messages.feed(read)
    before = time_ns()
    messages.end()
    *events, incomplete = journal.events
    assert events == [
        (2, Kind.MESSAGE, b"one\n", "3"),
        (2, Kind.MESSAGE, b"two\n", ""),
        (3, Kind.MESSAGE, b"three\n", "2"),
        (4, Kind.MESSAGE, b"four\n", ""),
    ]
    # One that is not complete has the time of the end.
    assert before <= incomplete[0] <= time_ns()
    assert incomplete[1:] == (Kind.INCOMPLETE, b"fi", "")


def test_nothing_is_recorded_after_a_fault():
    journal = Written()
    messages = FramedMessages(Framing.parse("line").decoder(limit=3), view(), journal)
    assert messages.feed(b"ab\nabcde") == [b"ab"]
    for use in (lambda: messages.feed(b"c\n"), messages.end):
        with pytest.raises(FramingError):
            use()
    assert [frame for _, _, frame, _ in journal.events] == [b"ab\n"]


def test_without_a_framing_nothing_is_made():
    # The decoder that passes each read on, which has no journal.
    assert type(received_messages(Framing(), view(), Written())) is PassingDecoder


# With real sockets


@pytest.fixture
def serve(bench):
    """Starts a server that answers nothing, with a framing; returns it and a client's socket."""
    with (
        closing(socket.socket()) as client,
        closing(socket.socket(type=socket.SOCK_DGRAM)) as other,
    ):

        def serve(framing, transport=Transport.TCP, dialogue="print-only", receive_size=1024):
            options = ServerOptions(framing=Framing.parse(framing), receive_size=receive_size)
            server = bench.server(dialogue, transport, options=options)
            used = client if transport is Transport.TCP else other
            used.connect(("127.0.0.1", server.bound.port))
            return used

        yield serve


def framed(recording):
    return [(event.kind, event.payload) for event in recording.events if event.kind in FRAMED]


def send_apart(client, recording, *pieces):
    """Send pieces, each after the one before was read."""
    for count, piece in enumerate(pieces, 1):
        client.send(piece)
        recording.wait_for(Kind.RECEIVED, count)


def test_three_lines_in_one_read(serve, recording):
    serve("line").sendall(b"one\ntwo\r\nthree\n")
    messages = recording.wait_for(Kind.MESSAGE, 3)
    (read,) = recording.wait_for(Kind.RECEIVED)
    assert [message.payload for message in messages] == [b"one\n", b"two\r\n", b"three\n"]
    assert {message.time for message in messages} == {read.time}
    assert {message.source for message in messages} == {read.source}
    assert recording.sources[read.source].framing == "line"


def test_one_line_in_three_reads(serve, recording):
    send_apart(serve("line"), recording, b"Hel", b"lo", b"!\n")
    (message,) = recording.wait_for(Kind.MESSAGE)
    assert (message.payload, message.text) == (b"Hello!\n", "3")
    assert message.time == recording.wait_for(Kind.RECEIVED, 3)[-1].time


def test_a_length_that_is_split(serve, recording):
    send_apart(serve("length:u16be"), recording, b"\0", b"\x05ab", b"cde\0\0")
    messages = recording.wait_for(Kind.MESSAGE, 2)
    assert [message.payload for message in messages] == [b"\0\x05abcde", b"\0\0"]


def test_a_pause_ends_a_message_at_the_time_of_its_last_byte(serve, recording):
    send_apart(serve("idle:50ms"), recording, b"abc")
    (message,) = recording.wait_for(Kind.MESSAGE)
    (read,) = recording.wait_for(Kind.RECEIVED)
    assert (message.payload, message.time) == (b"abc", read.time)


def test_each_datagram_is_cut_by_itself(serve, recording):
    send_apart(serve("line", Transport.UDP), recording, b"one\ntwo\n", b"thr", b"ee\n")
    recording.wait_for(Kind.MESSAGE, 3)
    assert framed(recording) == [
        (Kind.MESSAGE, b"one\n"),
        (Kind.MESSAGE, b"two\n"),
        (Kind.INCOMPLETE, b"thr"),
        (Kind.MESSAGE, b"ee\n"),
    ]


@pytest.mark.parametrize("how", ["end", "reset", "stop"])
def test_a_message_that_is_not_complete_at_the_end(serve, recording, bench, how):
    client = serve("line")
    send_apart(client, recording, b"one\ntw")
    if how == "stop":
        bench.stop()
    else:
        if how == "reset":
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.close()
    recording.wait_for(Kind.CLOSED)
    assert framed(recording) == [(Kind.MESSAGE, b"one\n"), (Kind.INCOMPLETE, b"tw")]
    order = [event.kind for event in recording.events]
    assert order.index(Kind.INCOMPLETE) < order.index(Kind.CLOSED)


def test_what_comes_too_late_to_be_answered_is_cut_too(serve, recording):
    # The dialogue closes at its first message, which is the first read.
    serve("line", dialogue="acknowledge", receive_size=4).sendall(b"one\ntwo\nth")
    recording.wait_for(Kind.CLOSED)
    assert framed(recording) == [
        (Kind.MESSAGE, b"one\n"),
        (Kind.MESSAGE, b"two\n"),
        (Kind.INCOMPLETE, b"th"),
    ]


def test_counters_count_what_was_received_once(serve, recording, bench):
    send_apart(serve("line"), recording, b"one\ntwo\nthree\n")
    recording.wait_for(Kind.MESSAGE, 3)
    traffic = bench.running[0].traffic()
    assert (traffic.messages_in, traffic.bytes_in) == (1, 14)


def test_without_a_framing_no_message_is_recorded(serve, recording):
    client = serve("none")
    send_apart(client, recording, b"one\ntwo\n")
    client.close()
    recording.wait_for(Kind.CLOSED)
    assert framed(recording) == []
    assert {source.framing for source in recording.sources.values()} == {""}
