from socket_workbench.gui.ladder.scales import EvenScale, TimeScale
from socket_workbench.gui.ladder.scene import SceneReader, Window
from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.shapes import Line, Sizes, Text
from socket_workbench.journal.search.row_set import RowSet

WINDOW = Window(0.0, 0.0, 1000.0, 600.0, Sizes())


def scenes_of(reader, log, count):
    index = LadderIndex()
    for _ in index.read(reader, count, lambda: False):
        pass
    log.grow(count)
    return SceneReader(reader, log, index), index


def test_only_what_is_seen_is_read(reader, log, converse, monkeypatch):
    scenes, _ = scenes_of(reader, log, converse(500))
    read: list[int] = []
    rows = reader.rows

    def counted(first, count):
        read.append(count)
        return rows(first, count)

    monkeypatch.setattr(reader, "rows", counted)
    scene = scenes.scene(EvenScale(log, 2000, 24.0), WINDOW, 2000)
    assert sum(read) < 60
    assert max(shape.row for shape in scene.shapes if isinstance(shape, Text)) < 60


def test_of_very_many_rows_nothing_is_read_but_arrows_are_drawn(reader, log, converse, monkeypatch):
    scenes, index = scenes_of(reader, log, converse(500))
    monkeypatch.setattr(reader, "rows", lambda first, count: 1 / 0)
    scale = TimeScale(log, 2000, 24.0, index, 2e-7)
    scene = scenes.scene(scale, WINDOW, 2000)
    assert scene.seen.is_sparse
    assert not [shape for shape in scene.shapes if isinstance(shape, Text)]
    assert [shape for shape in scene.shapes if isinstance(shape, Line) and shape.row >= 0]


def test_rows_that_there_was_no_time_for_come_with_the_next_scene(reader, log, converse):
    scenes, _ = scenes_of(reader, log, converse(500))
    log.show_matches()
    log.add_matches(RowSet.of(range(0, 2000, 20)))
    scale = EvenScale(log, 100, 24.0)
    rows: list[set[int]] = [set()]
    while True:
        scene = scenes.scene(scale, WINDOW, 100, seconds=0.0)
        rows.append({shape.row for shape in scene.shapes if isinstance(shape, Text)})
        assert rows[-1] > rows[-2]
        if scene.is_whole:
            break
    assert len(rows) == len(scene.seen.numbers) + 1
    assert scenes.scene(scale, WINDOW, 100, seconds=0.0) == scene


def test_of_thousands_of_connections_those_near_what_is_seen_have_columns(recording, reader, log):
    for number in range(1000):
        peer = recording.client._replace(
            number=10 + number, connection=10 + number, name=f"client {number}", local=f"p:{number}"
        )
        recording.add_source(peer)
    count = recording.add(
        *((recording.client._replace(number=10 + row), Kind.SENT, b"x") for row in range(1000))
    )
    scenes, _ = scenes_of(reader, log, count)
    seen = EvenScale(log, count, 24.0).seen(500 * 24.0, 525 * 24.0).numbers
    columns = scenes.columns_at(500, count)
    assert set(columns.sources) >= {10 + row for row in seen}
    assert len(columns.sources) < 200
    assert scenes.columns_at(501, count) is columns
    # Where few are around, all of them have.
    log.show_matches()
    log.add_matches(RowSet.of(range(0, 1000, 20)))
    scenes.forget()
    assert len(scenes.columns_at(0, 50).sources) == 50
