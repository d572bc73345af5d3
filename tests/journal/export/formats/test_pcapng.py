import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from socket_workbench import __version__
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.formats.pcapng import Pcapng

PATH = Source(7, Role.SERVER, "server", "unix:///tmp/s", 4, "/tmp/s", "unnamed")
PEERS = [
    Source(8, Role.SERVER, "server", "udp://[::1]:9", 5, "[::1]:9", "[::1]:51342"),
    Source(9, Role.CLIENT, "client", "tcp://127.0.0.1:9", 6, "127.0.0.1:1", "127.0.0.1:9"),
    PATH,
]


def write(sources, events):
    writer = Pcapng()
    by_number = {source.number: source for source in sources}
    return writer.head() + b"".join(
        writer.event(by_number[event.source], event, len(event.payload)) for event in events
    )


def test_a_capture_begins_with_what_it_is_and_two_interfaces(blocks):
    head = blocks(Pcapng().head())

    assert [block.kind for block in head] == [0x0A0D0D0A, 1, 1]
    assert f"Socket Workbench {__version__}".encode() in head[0].body
    assert b"127.85.0.0/16" in head[2].body


def test_a_connection_seen_from_both_ends_is_written_once(sources, events, captured):
    frames = captured(write(sources, events))

    payloads = [frame.frame[40:] for frame in frames[3:] if len(frame.frame) > 40]
    assert payloads == [events[3].payload, events[5].payload]
    assert [frame.frame[33] for frame in frames] == [2, 18, 16, 24, 24, 17, 16, 17, 16]


def test_times_are_the_real_ones(sources, events, captured):
    frames = captured(write(sources, events))

    assert {frame.time for frame in frames[:3]} == {events[1].time}
    assert frames[3].time == events[3].time
    assert frames[-1].time == events[-1].time


def test_endpoints_errors_and_notes_are_not_seen_on_a_network(sources, events, captured):
    endpoint, accepted, _ = sources
    told = [
        Event(0, endpoint.number, Kind.STOPPED),
        Event(0, accepted.number, Kind.NOTE, b"", "x"),
        Event(0, accepted.number, Kind.ERROR, b"", "x"),
        Event(0, accepted.number, Kind.DROPPED, b"", "x"),
    ]

    assert captured(write(sources, told)) == []


def test_unix_sockets_have_their_own_interface_and_say_their_path_once(captured):
    told = [Event(0, 7, Kind.ACCEPTED), Event(1, 7, Kind.RECEIVED, b"hello")]
    frames = captured(write([PATH], told))

    assert {frame.interface for frame in frames} == {1}
    assert [b"unix:///tmp/s" in frame.options for frame in frames] == [True, False, False, False]


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PEERS),
            st.sampled_from(list(Kind)),
            st.binary(max_size=40),
            st.integers(0, 2**62),
            st.integers(0, 200_000),
        )
    )
)
def test_whatever_happens_the_blocks_are_whole(happened):
    writer = Pcapng()
    content = writer.head()
    for source, kind, payload, time, missing in happened:
        is_traffic = kind in (Kind.SENT, Kind.RECEIVED)
        event = Event(time, source.number, kind, payload if is_traffic else b"")
        content += writer.event(source, event, len(event.payload) + missing * is_traffic)

    while content:
        kind, length = struct.unpack("<II", content[:8])
        assert struct.unpack("<I", content[length - 4 : length]) == (length,)
        if kind == 6:
            interface, _, _, held, original = struct.unpack("<IIIII", content[8:28])
            assert interface in (0, 1)
            assert held <= original <= 65_535 + 200_000
            assert 32 + held <= length
        content = content[length:]
