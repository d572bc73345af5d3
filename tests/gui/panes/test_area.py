import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.area import MOST_CLOSED, Arrangement, PaneArea
from socket_workbench.gui.panes.frame import PaneFrame
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.widgets.empty_state import EmptyState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.scenarios.builtin import load_builtin


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


class Reparented(QObject):
    """Counts the changes of parents of what it is installed on."""

    def __init__(self, watched):
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() is QEvent.Type.ParentChange
        return False


def test_a_pane_is_styled_at_its_place_at_once(area, session):
    """Qt styles all that is in a widget again when the widget gets another parent."""
    for _ in range(2):
        frame = area.new_frame()
        pane = ServerPane(session, "server", frame)
        moved = Reparented(frame), Reparented(pane)
        area.add(pane, frame)
        assert pane.isVisible()
        assert [each.count for each in moved] == [0, 0]


def test_a_reopened_pane_stands_where_it_was(area, session):
    area.set_arrangement(Arrangement.TILES)
    panes = [add(area, session, f"server {number}") for number in range(3)]
    closed = []
    area.frame_closed.connect(lambda *told: closed.append(told))
    for pane in (panes[1], panes[2]):
        area.close_pane(pane)
    for frame, place in closed[::-1]:
        area.reopen(frame, place)
    splitter = panes[0].parentWidget().parentWidget()
    assert [splitter.widget(place).pane for place in range(splitter.count())] == panes


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


def test_the_pane_that_is_chosen_is_scrolled_to(area, session, until):
    def is_seen(pane):
        left = pane.mapTo(area, QPoint()).x()
        return pane.isVisible() and left >= 0 and left + pane.width() <= area.width()

    area.resize(500, 400)
    panes = [add(area, session, f"server {number}") for number in range(4)]
    area.set_arrangement(Arrangement.TILES)
    until(lambda: is_seen(panes[3]) and not is_seen(panes[0]))
    area.choose(panes[0])
    until(lambda: is_seen(panes[0]))
    added = add(area, session, "server 4")
    until(lambda: is_seen(added))


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


@pytest.fixture
def client(window, until):
    """A client pane that is connected to a server pane which answers."""
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("echo", {})
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    window.board.add_client()
    client = window.board.add_client()
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    return client


def close_pane(window, pane):
    pane.address.select_all()
    window.menus.actions["Close &pane"].trigger()


def reopen(window):
    window.menus.actions["Reopen close&d pane"].trigger()


def rows(pane):
    model = pane.conversation.model
    return [model.line(row).texts for row in range(model.rowCount())]


def test_a_live_pane_is_stopped_and_comes_back_with_all_it_had(qtbot, window, client, until):
    client.send_bar.findChild(MessageField).setFocus()
    qtbot.keyClicks(client.send_bar.findChild(MessageField), "ping")
    qtbot.keyClick(client.send_bar.findChild(MessageField), Qt.Key.Key_Return)
    until(lambda: len(rows(client)) > 1)
    client.send_bar.set_text("not sent yet")
    saved, shown, place = client.save(), rows(client), window.board.clients.panes().index(client)
    card = window.card.geometry()

    close_pane(window, client)
    assert client not in window.board.panes()
    until(lambda: not client.is_live)
    assert window.card.geometry() == card
    toast = window.pane_actions.toast
    assert toast.text() == "Client 2 was closed."
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)

    assert window.board.clients.panes().index(client) == place
    assert window.board.clients.current() is client
    assert client.isVisible()
    assert client.save() == saved
    assert client.send_bar.text() == "not sent yet"
    assert rows(client)[: len(shown)] == shown
    assert not client.is_live
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)


def test_the_one_closed_last_comes_first_and_a_taken_name_gets_a_number(window, client, until):
    first, second = window.board.clients.panes()
    close_pane(window, second)
    close_pane(window, first)
    new = window.board.add_client()
    assert new.name == "Client 1"
    reopen(window)
    assert window.board.clients.panes() == [first, new]
    assert first.name == "Client 2"
    reopen(window)
    assert window.board.clients.panes() == [first, second, new]
    assert second.name == "Client 3"
    reopen(window)
    assert len(window.board.clients.panes()) == 3


def test_no_more_than_so_many_are_kept(window):
    panes = [window.board.add_client() for _ in range(MOST_CLOSED + 1)]
    for pane in panes:
        close_pane(window, pane)
    assert window.board.closed.panes() == panes[1:]


def test_a_scenario_has_its_pane_again(window, until):
    window.board.set_up(load_builtin("welcome"))
    until(lambda: not window.board.coming)
    server, client = panes = window.board.stage.panes()
    for pane in panes:
        close_pane(window, pane)
        if window.board.stage is not None:
            assert pane not in window.board.stage.panes()
        if pane is server:
            reopen(window)
            assert window.board.stage.panes() == [server, client]


def test_a_tab_comes_back_too(window, client):
    window.menus.actions["Panes behind &tabs"].trigger()
    close_pane(window, client)
    assert window.board.clients.tabs.panes() == window.board.clients.panes()
    reopen(window)
    assert window.board.clients.tabs.current() is client
    assert client.isVisible()


def test_what_happens_while_a_pane_is_closed_is_there_when_it_is_opened_again(
    qtbot, window, client, until
):
    window.card.annotations.choose_encoding("Client 2", "shift_jis")
    close_pane(window, client)
    assert window.board.closed.panes() == [client]
    window.card.annotations.choose_encoding("Client 2", "utf-16-le")
    session = window.sessions._session
    reader = Reader(session.path)
    until(lambda: Kind.CLOSED in {row.kind for row in reader.rows(0, 100)})
    until(lambda: not client.is_live and session.rows == reader.count())
    reader.close()
    with qtbot.waitSignal(window.board.changed):
        reopen(window)
    assert client.send_bar.encoding == "utf-16-le"
    until(lambda: any("closed" in str(texts) for texts in rows(client)))


def test_a_closed_pane_does_not_connect_again(window, client, until):
    """What it was told before it was closed, it no longer does."""
    first = client.running
    client._close.reconnect_requested.emit()
    close_pane(window, client)
    until(lambda: client._shown_state is EndpointState.CLOSED)
    assert client.running is first
    assert not client.is_live
