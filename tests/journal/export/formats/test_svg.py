from xml.etree import ElementTree

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.formats.svg import FORMAT

PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 3, "127.0.0.1:9", "127.0.0.1:51342")


def test_a_whole_document_is_written_at_the_end():
    writer = FORMAT.writer(frozenset())
    content = writer.head()
    content += writer.event(PEER, Event(1, 2, Kind.RECEIVED, b"zhangsan"), 8)
    root = ElementTree.fromstring(content + writer.tail())
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "zhangsan  8" in texts
    assert "127.0.0.1:51342" in texts
