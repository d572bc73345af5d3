import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.threads.portions import FIRST
from socket_workbench.gui.widgets.name_editor import NameEditor
from socket_workbench.scenarios.builtin import load_builtin

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def server(window):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    return server


def test_the_pane_in_focus_is_started_and_stopped_by_key(qtbot, window, server, until):
    client = window.board.add_client()
    server.address.select_all()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    until(lambda: server.state is EndpointState.LISTENING)
    assert not client.is_live
    client.address.set_text(str(server.running.bound))
    client.address.select_all()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    until(lambda: client.state is EndpointState.CONNECTED)
    qtbot.keyClick(window, Qt.Key.Key_F6, SHIFT)
    until(lambda: not client.is_live)
    assert server.state is EndpointState.LISTENING


def test_a_pane_is_renamed_in_place(qtbot, window, server):
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert server.findChild(NameEditor).hasFocus()
    qtbot.keyClicks(server.findChild(NameEditor), "device")
    qtbot.keyClick(server.findChild(NameEditor), Qt.Key.Key_Return)
    assert (server.name, server.title()) == ("device", "device")
    assert window.board.servers.tabs.tabText(0) == "device  :0"
    assert server.settings().name == "device"
    # By a double click on the title; Esc keeps the name.
    qtbot.mouseDClick(server, Qt.MouseButton.LeftButton, pos=server.title_rect().center())
    editor = next(each for each in server.findChildren(NameEditor) if each.isVisible())
    qtbot.keyClicks(editor, "other")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert (server.name, server.title()) == ("device", "device")


def test_a_copy_has_the_settings_and_the_steps_but_a_name_of_its_own(qtbot, window, server):
    server.options.set_values({"backlog": "7"})
    server.dialogue.set_choice("welcome", {})
    server.address.select_all()
    qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
    copy = window.board.servers.current()
    assert copy is not server
    assert {**copy.save(), "name": "Server 1"} == server.save()
    assert copy.name == "Server 2"

    window.board.set_up(load_builtin("welcome"))
    client = window.board.clients.current()
    next(each for each in client.menu().actions() if each.text() == "Duplicate").trigger()
    twin = window.board.clients.current()
    assert (client.name, twin.name) == ("Client 1", "Client 2")
    assert twin.document == client.document
    # A pane of the user's own: not one of the scenario.
    assert twin not in window.board.stage.panes()


def test_all_are_started_and_clients_when_the_servers_listen(qtbot, window, free_port, until):
    port = free_port()
    server, client = window.board.add_server(), window.board.add_client()
    for pane in (server, client):
        pane.address.set_text(f"tcp://127.0.0.1:{port}")
    wrong = window.board.add_server()
    wrong.address.set_text("tcp://203.0.113.1:9")
    window.menus.actions["Start &all"].trigger()
    until(lambda: client.state is EndpointState.CONNECTED)
    assert server.state is EndpointState.LISTENING
    until(lambda: wrong.state is EndpointState.FAILED)


def test_stop_all_takes_back_what_waits_to_be_started(window, server, until):
    client = window.board.add_client()
    # More than are started at once, however quickly they listen.
    for _ in range(FIRST):
        window.board.add_server().address.set_text("tcp://127.0.0.1:0")
    window.pane_actions.start_all()
    window.stop_all()
    until(lambda: not window.board.is_live)
    assert client.running is None


def test_a_right_click_offers_what_can_be_done_with_a_pane(qtbot, window, server, until):
    # In a narrow window, servers and clients share a row of tabs.
    window.resize(1200, 800)
    window.arrange_panes(Arrangement.TABS)
    other = window.board.add_server()
    tabs = window.board.servers.tabs
    until(tabs.isVisible)
    tabs.customContextMenuRequested.emit(tabs.tabRect(0).center())
    (menu,) = server.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    texts = [
        "Start",
        "Stop",
        "",
        "Send last message again",
        "Repeat a message…",
        "Sent messages",
        "Copy the reply as text",
        "Copy the reply in hex",
        "",
        "Trace calls",
        "Step calls",
        "Python program",
        "Rename",
        "Duplicate",
        "Remove this server",
        "",
        "Copy the addresses for others",
    ]
    assert [action.text() for action in menu.actions()] == texts
    assert [action.isEnabled() for action in menu.actions()[:2]] == [True, False]
    assert window.board.servers.current() is server
    menu.actions()[0].trigger()
    until(lambda: server.state is EndpointState.LISTENING)
    menu.close()
    point = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, other.mapToGlobal(point))
    QApplication.sendEvent(other, event)
    (menu,) = other.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    menu.actions()[texts.index("Remove this server")].trigger()
    assert window.board.servers.panes() == [server]


def press_close(qtbot, window):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_W, CONTROL)


def has_focus(widget):
    focus = widget.window().focusWidget()
    return focus is widget or widget.isAncestorOf(focus)


def test_closing_goes_on_to_the_next_pane(qtbot, window, server):
    first, second = window.board.add_client(), window.board.add_client()
    second.address.select_all()
    press_close(qtbot, window)
    assert window.board.clients.panes() == [first]
    assert has_focus(first)
    press_close(qtbot, window)
    assert has_focus(server)
    # By its button too.
    qtbot.mouseClick(server._remove, Qt.MouseButton.LeftButton)
    assert window.board.panes() == []
    assert has_focus(window.board.servers)
    assert window.focusWidget() is not window.scenarios


def test_closing_with_the_focus_elsewhere_closes_nothing(qtbot, window, server):
    client = window.board.add_client()
    window.log.view.setFocus()
    press_close(qtbot, window)
    assert window.board.panes() == [server, client]
    # Others of these keys are for the pane in front.
    qtbot.keyClick(window.log.view, Qt.Key.Key_L, CONTROL)
    assert has_focus(client)


def test_behind_common_tabs_the_pane_that_is_seen_is_in_use(qtbot, window, server, theme, until):
    theme.set_zoom(2.5)
    window.resize(1024, 700)
    client = window.board.add_client()
    until(lambda: window.pane_fold.is_folded)
    window.pane_fold.tabs.choose(server)
    until(server.isVisible)
    assert not client.isVisible()
    for key, modifier, found in (
        (Qt.Key.Key_L, CONTROL, lambda: server.address.focusProxy()),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, lambda: server.findChild(NameEditor)),
    ):
        window.log.view.setFocus()
        server.middle.verticalScrollBar().setValue(server.middle.verticalScrollBar().maximum())
        qtbot.keyClick(window.log.view, key, modifier)
        until(lambda found=found: found().hasFocus())
        # In so low a pane, the head scrolls.
        until(lambda found=found: not found().visibleRegion().isEmpty())
