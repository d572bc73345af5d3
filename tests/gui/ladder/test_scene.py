from socket_workbench.gui.ladder.scales import EvenScale, TimeScale
from socket_workbench.gui.ladder.scene import SceneReader, Window
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.shapes import Line, Sizes, Text

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


def test_a_damaged_row_is_left_out(reader, log, converse, monkeypatch):
    from socket_workbench.journal.storage.segment import damaged

    scenes, _ = scenes_of(reader, log, converse(5))

    def fail(first, count):
        raise damaged()

    monkeypatch.setattr(reader, "rows", fail)
    assert scenes.rows([1, 2, 5]) == []
