from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import SESSION, Event, Kind, Role, Source
from socket_workbench.journal.known_sources import KnownSources
from socket_workbench.journal.storage.unsent import Unsent

SERVER = Source(1, Role.SERVER, "server", "tcp://h:1")
PEERS = [Source(n, Role.SERVER, f"peer {n}", "tcp://h:1", n) for n in range(2, 6)]


def test_each_event_comes_with_its_source_and_the_length_of_its_message():
    known = KnownSources()
    known.add([SERVER, *PEERS])
    events = [Event(1, 2, Kind.SENT, b"abcdef"), Event(2, 0, Kind.NOTE), Event(3, 9, Kind.NOTE)]

    (peer, sent, length), (session, _, _), (unknown, _, _) = known.events(
        Batch.of_events(events).cut(3), [Unsent(1, 2, 4)]
    )
    assert (peer, sent.payload, sent.taken, length) == (PEERS[0], b"abc", 4, 6)
    assert session == SESSION
    assert unknown.name == "unknown"


@given(
    ends=st.lists(st.sampled_from([SERVER, *PEERS]), max_size=5, unique=True), told=st.booleans()
)
def test_connections_that_have_ended_are_forgotten_whether_told_or_not(ends, told):
    known = KnownSources()
    known.add([SERVER, *PEERS])
    events = [Event(n, source.number, Kind.CLOSED) for n, source in enumerate(ends)]
    batch = Batch.of_events([Event(0, 2, Kind.SENT, b"x"), *events])
    if told:
        assert [source for source, _, _ in known.events(batch)] == [PEERS[0], *ends]
    else:
        known.pass_over(batch)

    names = [source.name for source, _, _ in known.events(Batch.of_events(events))]
    assert names == ["server" if source is SERVER else "unknown" for source in ends]
