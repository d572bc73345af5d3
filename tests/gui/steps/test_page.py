import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.steps.page import OFFERED, OFFERED_METHODS
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.call_syntax import NAMES


@pytest.mark.needs("linux")
def test_a_client_is_established_although_accept_was_not_called(lecture, until, qtbot):
    """What a lecturer does, with keys and buttons."""
    page, window = lecture.page, lecture.window
    assert page.isVisible()
    server = lecture.server()
    lecture.wait(server, "socket")
    until(lambda: "is about to call socket(AF_INET, SOCK_STREAM)" in page.sentence.text())
    assert server.state is EndpointState.STARTING
    for name in ("setsockopt", "bind", "listen", "accept"):
        qtbot.keyClick(window, Qt.Key.Key_F10)
        lecture.wait(server, name)
    until(lambda: "No client waits in the backlog" in page.sentence.text())

    client = lecture.client(server)
    lecture.wait(client, "socket")
    client.running.gate.go_on(until="recv")
    lecture.wait(client, "recv")
    until(lambda: client.chip.word() == "ESTABLISHED")
    until(lambda: client._activity.word() == "recv(65536) held")
    until(lambda: "1 client is ESTABLISHED already" in page.sentence.text())
    assert server.table.model().rowCount() == 0
    until(lambda: "accept() held" in server.setup.sentence.text())

    # A presenter's remote sends Page Down, wherever the focus is.
    server.address.select_all()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_PageDown)
    lecture.wait(server, "accept", "recv")
    until(lambda: server.table.model().rowCount() == 1)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    until(lambda: lecture.stepping.count == 0)
    assert client.running.send_bytes(b"zhangsan")
    until(lambda: client.running.traffic().bytes_in == 8)
    until(lambda: not page.go_on_button.isEnabled())


def test_go_on_until_a_chosen_call(lecture, until, qtbot):
    page = lecture.page
    server = lecture.server()
    lecture.wait(server, "socket")
    action = next(each for each in page.until_button.menu().actions() if "accept" in each.text())
    until(page.until_button.isEnabled)
    action.trigger()
    lecture.wait(server, "accept")
    until(page.go_on_button.isEnabled)
    page.go_on_button.click()
    until(lambda: lecture.stepping.count == 0)
    until(lambda: not page.go_on_button.isEnabled())
    page.step_button.click()
    until(lambda: "No call is held: each thread is in a call that was made" in page.sentence.text())


def entries(menu):
    """The texts of a menu's entries and of those of the menus in it."""
    found: dict[str, QAction] = {}
    for action in menu.actions():
        found |= {action.text(): action} if action.menu() is None else entries(action.menu())
    return found


@pytest.mark.parametrize(("model", "name"), [("selector", "select"), ("socketserver", "handle")])
def test_one_can_go_on_until_what_a_model_of_servers_calls(lecture, until, model, name):
    page = lecture.page
    server = lecture.server(model=model)
    lecture.wait(server, "socket")
    until(page.until_button.isEnabled)
    until(lambda: bool(lecture.stepping.held()))
    entries(page.until_button.menu())[f"{name}()"].trigger()
    if name == "handle":
        until(lambda: server.state is EndpointState.LISTENING)
        lecture.connect(server)
    lecture.wait(server, name)


@pytest.mark.parametrize("model", ["thread", "selector", "socketserver-threading"])
def test_every_call_that_is_held_is_offered(lecture, until, model):
    """From the start of a server to the end of a connection."""
    server = lecture.server(model=model)
    offered = entries(lecture.page.until_button.menu())
    until(lambda: server.running is not None)
    gate, held = server.running.gate, set()
    peers: list[socket.socket] = []
    while "close" not in held:
        until(lambda: gate.count)
        for call in gate.held():
            held.add(call.name)
            assert f"{call.name}()" in offered
            gate.step(call.number)
        if server.state is EndpointState.LISTENING and not peers:
            peers = lecture.connect(server)
            peers[0].close()
    assert held >= {"socket", "bind", "listen", "accept", "recv"}


def test_every_call_that_is_offered_can_be_written():
    assert {*OFFERED, *OFFERED_METHODS} <= set(NAMES)


def test_step_all_is_switched_in_the_page_too(lecture, until):
    page = lecture.page
    assert page.all_box.isChecked()
    assert "What you start now is held at its first call" in page.sentence.text()
    page.all_box.click()
    assert not lecture.stepping.is_all
    assert "Tick Step all" in page.sentence.text()
    server = lecture.server()
    until(lambda: server.state is EndpointState.LISTENING)
    until(lambda: f"{server.name} was started without a trace" in page.sentence.text())


def test_one_endpoint_goes_on_alone(lecture, until, qtbot):
    page = lecture.page
    first, second = lecture.server(), lecture.server()
    until(lambda: lecture.calls() == ["socket", "socket"])
    page.look()
    place = page.table.visualRect(page.table.held.index(0, 1)).center()
    page.table.customContextMenuRequested.emit(place)
    menu = page.findChildren(QMenu)[-1]
    words = [action.text() for action in menu.actions()]
    chosen = page.table.held.rows()[0].endpoint
    assert f"Let {chosen} go on" in words
    menu.actions()[words.index(f"Let {chosen} go on")].trigger()
    menu.close()
    goes, stays = (first, second) if first.name == chosen else (second, first)
    until(lambda: goes.state is EndpointState.LISTENING)
    assert lecture.calls() == ["socket"]
    assert stays.state is EndpointState.STARTING


def test_page_down_scrolls_again_when_another_page_is_shown(lecture, until, qtbot):
    server = lecture.server()
    lecture.wait(server, "socket")
    lecture.window.card.show_page(LOG)
    qtbot.keyClick(lecture.window, Qt.Key.Key_PageDown)
    assert lecture.calls(server) == ["socket"]
