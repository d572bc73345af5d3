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


def test_where_the_framings_are_damaged_sources_are_known_without(tmp_path):
    store = Store(tmp_path / "s")
    framed = Source(1, Role.SERVER, "s", "tcp://h:1", 1, "h:1", "h:2", "line")
    store.write([framed], [])
    (root,) = store._database.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'framings'"
    ).fetchone()
    store.close()
    content = bytearray(store.path.read_bytes())
    content[(root - 1) * 16384 : root * 16384] = bytes(16384)
    store.path.write_bytes(content)
    with closing(Reader(store.path)) as reader:
        assert reader.source(1) == framed._replace(framing="")
        assert reader.sources() == [framed._replace(framing="")]
        assert not reader.has_framing()


def test_a_connection_keeps_its_framing(store: Store, reader: Reader):
    plain = Source(11, Role.SERVER, "s", "tcp://h:1", 1, "h:1", "h:2")
    store.write([plain], [])
    assert not reader.has_framing()
    framed = plain._replace(number=12, connection=2, framing="delimiter:;")
    store.write([framed], [])
    assert reader.has_framing()
    assert reader.sources(after=10) == [plain, framed]
    assert reader.source(12) == framed


def test_a_file_without_the_table_of_framings_has_sources(store: Store):
    plain = Source(11, Role.SERVER, "s", "tcp://h:1")
    store.write([plain], [])
    store._database.executescript("DROP TABLE framings; PRAGMA user_version = 1")
    with closing(Reader(store.path)) as reader:
        assert reader.sources(after=10) == [plain]
        assert reader.source(11) == plain
        assert not reader.has_framing()
        assert not reader.has_damage
