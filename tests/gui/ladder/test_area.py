import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.ladder.area import LadderArea
from socket_workbench.gui.looks.zoom import zoom_part_by
from socket_workbench.journal.event import Kind, Role, Source


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


class Peers:
    """Clients of servers outside, each with lifelines of its own, and a page that shows them."""

    def __init__(self, make_page, recording, log):
        self._recording, self._log = recording, log
        self.sources = []
        for number in range(30):
            address, name = f"127.0.0.1:{6000 + number}", f"client {number}"
            source = Source(
                10 + number, Role.CLIENT, name, "tcp://127.0.0.2:9", 10 + number, address, "x:9"
            )
            self.sources.append(source)
            recording.add_source(source)
            count = recording.add((source, Kind.SENT, b"x"))
        self.page = make_page(count)
        self.view = self.page.view

    def send(self, number):
        count = self._recording.add((self.sources[number], Kind.SENT, b"later"))
        self._log.grow(count)
        self.page.rows_committed(count)
        return count

    def x(self, number):
        columns = self.view.scenes.columns_at(0, self.view.count)
        places = self.view.scenes.places_of(columns, self.view.sizes, self.view.part().width)
        return places.xs[columns.of(self.sources[number])]

    def sees(self, number):
        part = self.view.part()
        return part.left < self.x(number) < part.left + part.width


@pytest.fixture
def peers(make_page, recording, log):
    return Peers(make_page, recording, log)


def test_it_follows_sideways_to_the_lifeline_of_the_newest_row(peers, qtbot):
    view = peers.view
    assert view.is_following
    assert peers.sees(29)
    assert not peers.sees(2)
    for number in (2, 28, 0):
        count = peers.send(number)
        qtbot.waitUntil(lambda count=count: view.count == count)
        qtbot.waitUntil(lambda number=number: peers.sees(number))
    # The texts beside it are seen, too.
    assert view.horizontalScrollBar().value() == 0


def test_one_can_look_elsewhere_until_something_happens(peers, qtbot):
    view = peers.view
    view.horizontalScrollBar().setValue(0)
    view.grow()
    assert peers.sees(0)
    count = peers.send(29)
    qtbot.waitUntil(lambda: view.count == count)
    qtbot.waitUntil(lambda: peers.sees(29))
    # Who does not follow stays where they are.
    qtbot.keyClick(view, Qt.Key.Key_Home)
    view.horizontalScrollBar().setValue(0)
    count = peers.send(28)
    qtbot.waitUntil(lambda: view.count == count)
    assert peers.sees(0)
    view.follow()
    assert peers.sees(28)
