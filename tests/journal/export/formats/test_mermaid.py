from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.formats.mermaid import FORMAT

PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


def test_a_whole_diagram_is_written_at_the_end():
    writer = FORMAT.writer(frozenset())
    content = writer.head()
    content += writer.event(PEER, Event(1, 2, Kind.RECEIVED, b"zhangsan"), 8)
    lines = (content + writer.tail()).decode().splitlines()
    assert lines[0] == "sequenceDiagram"
    assert lines[-1] == "    L3->>L2: zhangsan  8"
