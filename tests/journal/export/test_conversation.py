import pytest

from socket_workbench.journal.event import UNTOLD, Event, Kind, Role, Source
from socket_workbench.journal.export.conversation import Conversation
from socket_workbench.journal.export.flow import Flows
from socket_workbench.journal.export.ip_frames import TcpFlag

ADDRESS = "127.0.0.1:80", "127.0.0.1:51342"
ACCEPTED = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:80", 1, *ADDRESS)
CLIENT = Source(2, Role.CLIENT, "client", "tcp://127.0.0.1:80", 2, *ADDRESS[::-1])
PEER = Source(3, Role.SERVER, "server", "udp://127.0.0.1:80", 3, *ADDRESS)


@pytest.fixture
def tell():
    """Tells events of one conversation; returns who sent what: (port, flags, payload)."""
    conversations = {}

    def told(source, kind, payload=b"", text="", taken=None):
        scheme = source.endpoint[:3]
        if scheme not in conversations:
            conversations[scheme] = Conversation(Flows().of(source), 1)
        conversation = conversations[scheme]
        if not conversation.has_end(source.role):
            conversation.take_end(source)
        event = Event(5, source.number, kind, payload, text, taken)
        frames = conversation.frames(source, event, len(payload))
        contents = [frame.content for frame in frames]
        if scheme == "udp":
            return [(int.from_bytes(one[20:22], "big"), one[28:]) for one in contents]
        return [
            (
                int.from_bytes(one[20:22], "big"),
                TcpFlag(one[33]) & ~(TcpFlag.ACK | TcpFlag.PSH),
                one[20 + (one[32] >> 4) * 4 :],
            )
            for one in contents
        ]

    return told


def test_the_first_event_brings_the_handshake(tell):
    assert [flag for _, flag, _ in tell(ACCEPTED, Kind.ACCEPTED)] == [TcpFlag.SYN, TcpFlag.SYN, 0]
    assert tell(CLIENT, Kind.CONNECTED) == []


def test_bytes_are_told_by_the_end_that_sent_them(tell):
    tell(CLIENT, Kind.CONNECTED)

    assert tell(CLIENT, Kind.SENT, b"ping") == [(51342, 0, b"ping")]
    assert tell(ACCEPTED, Kind.RECEIVED, b"ping") == []
    assert tell(ACCEPTED, Kind.SENT, b"pong") == [(80, 0, b"pong")]
    assert tell(CLIENT, Kind.RECEIVED, b"pong") == []


def test_bytes_are_told_by_the_other_end_where_only_that_is_there(tell):
    tell(ACCEPTED, Kind.ACCEPTED)

    assert tell(ACCEPTED, Kind.RECEIVED, b"ping") == [(51342, 0, b"ping")]
    assert tell(ACCEPTED, Kind.SENT, b"pong") == [(80, 0, b"pong")]


@pytest.mark.parametrize(
    ("source", "kind", "port"),
    [
        (CLIENT, Kind.HALF_CLOSED, 51342),
        (CLIENT, Kind.CLOSED, 51342),
        (CLIENT, Kind.END_OF_STREAM, 80),
        (ACCEPTED, Kind.HALF_CLOSED, 80),
        (ACCEPTED, Kind.CLOSED, 80),
        (ACCEPTED, Kind.END_OF_STREAM, 51342),
    ],
)
def test_an_end_of_stream_is_a_fin_of_the_side_that_ended(tell, source, kind, port):
    tell(CLIENT, Kind.CONNECTED)

    assert [(at, flag) for at, flag, _ in tell(source, kind) if flag] == [(port, TcpFlag.FIN)]
    assert tell(source, kind) == []


@pytest.mark.parametrize(
    ("source", "sentence", "port"),
    [
        (CLIENT, "", 51342),
        (CLIENT, "The peer has reset it.", 80),
        (ACCEPTED, "", 80),
        (ACCEPTED, "The peer has reset it.", 51342),
    ],
)
def test_a_reset_is_one_of_the_side_that_reset(tell, source, sentence, port):
    tell(CLIENT, Kind.CONNECTED)

    assert tell(source, Kind.RESET, b"", sentence) == [(port, TcpFlag.RST, b"")]
    assert tell(source, Kind.CLOSED) == []


def test_no_fin_overtakes_bytes_that_the_other_end_still_tells_of(tell):
    tell(ACCEPTED, Kind.RECEIVED, b"first")  # the client's own rows are not exported

    assert tell(CLIENT, Kind.CLOSED) == []
    assert tell(ACCEPTED, Kind.RECEIVED, b"last") == [(51342, 0, b"last")]
    assert tell(ACCEPTED, Kind.END_OF_STREAM)[0][:2] == (51342, TcpFlag.FIN)


def test_datagrams_have_neither_handshake_nor_end(tell):
    assert tell(PEER, Kind.RECEIVED, b"ping") == [(51342, b"ping")]
    assert tell(PEER, Kind.SENT, b"") == [(80, b"")]
    assert tell(PEER, Kind.CLOSED) == []


def test_a_later_source_of_the_same_addresses_tells_instead(tell):
    later = Source(9, Role.SERVER, "server", "udp://127.0.0.1:80", 4, *ADDRESS)
    conversation = Conversation(Flows().of(PEER), 1)
    conversation.take_end(PEER)
    conversation.frames(PEER, Event(5, 3, Kind.RECEIVED, b"a"), 1)
    conversation.take_end(later)

    assert conversation.frames(PEER, Event(5, 3, Kind.SENT, b"a"), 1)
    assert conversation.frames(later, Event(5, 9, Kind.RECEIVED, b"b"), 1)


def test_of_a_message_that_was_not_sent_whole_there_is_what_was(tell):
    tell(CLIENT, Kind.CONNECTED)

    assert tell(CLIENT, Kind.SENT, b"0123456789", taken=4) == [(51342, 0, b"0123")]
    assert tell(CLIENT, Kind.SENT, b"nothing of this", taken=0) == []
    assert tell(PEER, Kind.SENT, b"a datagram", taken=0) == []
    assert tell(CLIENT, Kind.SENT, b"who knows how much of this", taken=UNTOLD) == []


def test_messages_that_a_framing_found_are_not_written_beside_the_reads(tell):
    tell(ACCEPTED, Kind.ACCEPTED)
    assert tell(ACCEPTED, Kind.RECEIVED, b"one\ntwo\n") == [(51342, 0, b"one\ntwo\n")]
    assert tell(ACCEPTED, Kind.MESSAGE, b"one\n") == []
    assert tell(ACCEPTED, Kind.MESSAGE, b"two\n") == []
    assert tell(ACCEPTED, Kind.END_OF_STREAM) == [(51342, TcpFlag.FIN, b""), (80, 0, b"")]


def test_messages_are_written_where_the_reads_are_not_exported(tell):
    tell(ACCEPTED, Kind.ACCEPTED)
    assert tell(ACCEPTED, Kind.MESSAGE, b"one\n") == [(51342, 0, b"one\n")]
    assert tell(ACCEPTED, Kind.INCOMPLETE, b"tw") == [(51342, 0, b"tw")]
    assert tell(ACCEPTED, Kind.END_OF_STREAM) == [(51342, TcpFlag.FIN, b""), (80, 0, b"")]
