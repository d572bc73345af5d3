import pytest

from socket_workbench.gui.looks.state_mark import Tone, ink
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.area import NARROWEST, Arrangement, PaneArea
from socket_workbench.gui.panes.frame import PaneFrame
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.widgets.empty_state import EmptyState


@pytest.fixture
def area(qtbot, session):
    area = PaneArea(("server", "Nothing", "Nothing yet.", "New"))
    qtbot.addWidget(area)
    area.resize(NARROWEST * 2 + 20, 400)
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
    return sum(max(NARROWEST, frame_of(pane).needed_width()) + 12 for pane in panes)


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


def test_tabs_show_names_and_states(area, session, until):
    pane = add(area, session, "server")
    pane.rename("renamed")
    area.rename_tabs()
    assert area.tabs.tabText(0) == "renamed"
    assert not area.tabs.tabIcon(0).isNull()


def test_marks_on_tabs_follow_the_colours(area, session, theme):
    add(area, session, "server")

    def inks():
        image = area.tabs.tabIcon(0).pixmap(area.tabs.iconSize(), 2.0).toImage()
        assert (image.width(), image.height()) == (20, 20)
        return {image.pixelColor(x, y).name() for x in range(20) for y in range(20)}

    light = ink(Tone.IDLE).name()
    assert light in inks()
    theme.set_scheme(Scheme.DARK)
    assert light not in inks()
    assert ink(Tone.IDLE).name() in inks()


def test_a_state_that_changes_is_drawn_on_its_own_tab_only(area, session, until, monkeypatch):
    panes = [add(area, session, f"server {number}") for number in range(3)]
    drawn = []

    def mark(state):
        drawn.append(state)
        return area.tabs.tabIcon(0)

    monkeypatch.setattr("socket_workbench.gui.panes.area._mark", mark)
    for pane in panes[1:]:
        pane.address.set_text("tcp://127.0.0.1:0")
        pane.start()
    until(lambda: all(pane.chip.word() == "LISTEN" for pane in panes[1:]))
    assert 2 <= len(drawn) <= 4
    assert not area.tabs.tabIcon(2).isNull()
    for pane in panes:
        pane.stop()
    until(lambda: session.threads.running() == [])
