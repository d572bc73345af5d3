from contextlib import closing

from socket_workbench.journal.event import SESSION, Role, Source
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store


def test_sources_are_found_by_number(store: Store, reader: Reader):
    late = Source(9, Role.CLIENT, "late", "udp://h:1")
    assert reader.source(0) == SESSION
    assert reader.source(9).name == "unknown"
    store.write([late], [])
    with closing(Reader(store.path)) as anew:
        assert anew.source(9) == late
    assert reader.sources(after=3) == [late]


def test_a_damaged_table_gives_what_is_whole(tmp_path):
    store = Store(tmp_path / "s")
    names = [Source(number, Role.SERVER, f"server {number}" * 40, "x") for number in range(1, 400)]
    store.write(names, [])
    store.close()
    content = bytearray(store.path.read_bytes())
    place = content.index(b"server 200server 200")
    page = place // 16384 * 16384
    content[page : page + 16384] = bytes(16384)
    store.path.write_bytes(content)
    with closing(Reader(store.path)) as reader:
        found = reader.sources()
        assert 300 < len(found) < 399
        assert set(found) <= set(names)
        assert reader.source(200).name == "unknown"
        assert reader.source(1) == names[0]
