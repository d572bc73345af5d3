import pytest

from socket_workbench.gui.panes.area import Arrangement, PaneArea
from socket_workbench.gui.panes.frame import PaneFrame
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.widgets.empty_state import EmptyState


@pytest.fixture
def area(qtbot, session):
    area = PaneArea(("server", "Nothing", "Nothing yet.", "New"))
    qtbot.addWidget(area)
    area.resize(area.narrowest() * 2 + 20, 400)
    area.show()
    return area


def add(area, session, name):
    pane = ServerPane(session, name)
    area.add(pane)
    return pane


def test_an_empty_area_offers_a_first_pane(qtbot, area):
    with qtbot.waitSignal(area.pane_requested):
        area.findChild(EmptyState).action_requested.emit()
    assert area.current() is None


def test_the_placeholder_is_made_only_where_no_pane_is_expected(qtbot):
    area = PaneArea(("server", "Nothing", "Nothing yet.", "New"))
    qtbot.addWidget(area)
    area.expect(panes=True)
    area.show()
    assert area.findChild(EmptyState) is None
    area.expect(panes=False)
    assert [placeholder.isVisible() for placeholder in area.findChildren(EmptyState)] == [True]


def test_panes_stand_side_by_side_while_there_is_room_and_behind_tabs_else(area, session):
    panes = [add(area, session, f"server {number}") for number in range(2)]
    area.resize(room_for(panes), 400)
    assert all(pane.isVisible() for pane in panes)
    assert not area.tabs.isVisible()
    panes.append(add(area, session, "server 3"))
    assert [pane.isVisible() for pane in panes] == [False, False, True]
    assert area.tabs.isVisible()
    area.choose(panes[0])
    assert [pane.isVisible() for pane in panes] == [True, False, False]
    area.resize(room_for(panes), 400)
    assert all(pane.isVisible() for pane in panes)


def test_panes_that_have_become_wider_do_not_widen_the_window(qtbot, area, session):
    panes = [add(area, session, f"server {number}") for number in range(2)]
    area.resize(room_for(panes), 400)
    assert not area.tabs.isVisible()
    width = area.width()

    font = area.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    for pane in panes:
        pane.setFont(font)

    qtbot.waitUntil(area.tabs.isVisible)
    qtbot.waitUntil(lambda: area.minimumSizeHint().width() < room_for(panes))
    assert area.width() == width


def room_for(panes):
    return sum(max(420, frame_of(pane).needed_width()) + 8 for pane in panes)


def frame_of(pane):
    frame = pane.parentWidget()
    while not isinstance(frame, PaneFrame):
        frame = frame.parentWidget()
    return frame


def test_a_person_may_choose_the_arrangement(area, session):
    panes = [add(area, session, f"server {number}") for number in range(2)]
    area.set_arrangement(Arrangement.TABS)
    assert [pane.isVisible() for pane in panes] == [False, True]
    area.set_arrangement(Arrangement.TILES)
    assert all(pane.isVisible() for pane in panes)


def test_panes_always_side_by_side_force_no_width(qtbot, area, session):
    panes = [add(area, session, f"server {number}") for number in range(4)]
    area.set_arrangement(Arrangement.TILES)
    qtbot.waitUntil(lambda: all(pane.isVisible() for pane in panes))
    assert area.minimumSizeHint().width() < frame_of(panes[0]).needed_width()
    area.resize(500, 400)
    assert area.width() == 500


def test_one_pane_is_shown_where_its_tab_is_elsewhere(qtbot, area, session):
    panes = [add(area, session, f"server {number}") for number in range(2)]
    area.resize(room_for(panes), 400)
    area.set_tabbed_elsewhere(True)
    assert [pane.isVisible() for pane in panes] == [False, True]
    assert not area.tabs.isVisible()
    with qtbot.waitSignal(area.pane_chosen) as chosen:
        area.choose(panes[0])
    assert chosen.args == [panes[0]]
    assert [pane.isVisible() for pane in panes] == [True, False]
    area.set_tabbed_elsewhere(False)
    assert all(pane.isVisible() for pane in panes)


def test_removing_a_pane_stops_it_and_tells(qtbot, area, session, until):
    pane = add(area, session, "server")
    other = add(area, session, "other")
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start()
    until(lambda: pane.chip.word() == "LISTEN")
    with qtbot.waitSignal(area.pane_removed) as removed:
        pane.removal_requested.emit()
    assert removed.args == [pane]
    assert area.panes() == [other]
    until(lambda: session.threads.running() == [])
