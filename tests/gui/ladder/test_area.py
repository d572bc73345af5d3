import pytest

from socket_workbench.gui.ladder.area import LadderArea
from socket_workbench.gui.looks.zoom import zoom_part_by


@pytest.fixture
def area(make_page, converse):
    return make_page(converse(100)).view


def test_the_row_in_the_middle_stays_while_the_scale_changes(area):
    assert isinstance(area, LadderArea)
    area.scroll_to(3000)
    part = area.part()
    row = area.model.number_at(area.scale().position_near(part.top + part.height / 2))
    for change in (lambda: area.set_to_scale(True), lambda: area.zoom_time(5)):
        change()
        part = area.part()
        assert part.top < area.scale().near(row) < part.top + part.height


def test_time_can_be_compressed_and_stretched_within_bounds(area):
    area.set_to_scale(True)
    for steps in (-200, 400):
        area.zoom_time(steps)
        assert 0 < area.scale().height < 1 << 41
        assert area.verticalScrollBar().maximum() <= 1 << 30
        area.viewport().repaint()


def test_it_follows_the_end_with_larger_type(area, qtbot):
    zoom_part_by(area.parentWidget(), 2)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: area.sizes.scale > 1.1)
    assert bar.value() == bar.maximum() > 0


def test_the_numbers_of_a_picture_begin_where_one_looks(area):
    assert area.numbers(1000) == list(range(400))
    area.scroll_to(area.sizes.slot * 100 + 3)
    assert area.numbers(50) == list(range(100, 150))
