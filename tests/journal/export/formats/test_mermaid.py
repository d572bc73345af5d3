from contextlib import closing

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.encode import encoded
from socket_workbench.journal.export.formats.mermaid import FORMAT
from socket_workbench.journal.export.rows import WholeEvents
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store

PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


def test_a_whole_diagram_is_written_at_the_end():
    writer = FORMAT.writer(frozenset())
    content = writer.head()
    content += writer.event(PEER, Event(1, 2, Kind.RECEIVED, b"zhangsan"), 8)
    lines = (content + writer.tail()).decode().splitlines()
    assert lines[0] == "sequenceDiagram"
    assert lines[-1] == "    L3->>L2: zhangsan  8"


def test_what_is_not_exported_does_not_confuse_the_rest(tmp_path):
    """Offsets count all bytes of a stream: the second send is not taken for the first read."""
    client = Source(3, Role.CLIENT, "client", PEER.endpoint, 4, PEER.peer, PEER.local)
    path = tmp_path / "s.workbench"
    with closing(Store(path)) as store:
        happened = ((3, Kind.SENT, b"ab"), (3, Kind.SENT, b"cd"), (2, Kind.RECEIVED, b"ab"))
        events = [Event(9, *each) for each in (*happened, (2, Kind.RECEIVED, b"cd"))]
        store.write([PEER, client], events)
    with closing(Reader(path)) as reader:
        pieces = encoded(WholeEvents(reader), [1, 2], FORMAT, lambda *_: None, lambda: False)
        lines = b"".join(pieces).decode().splitlines()
    assert lines[-2:] == ["    L3->>L2: cd  2", "    L3->>L2: ab  2"]
