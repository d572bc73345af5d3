"""Every built-in scenario by one click in the window, on ports and paths that are free."""

import re
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton

from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.scenarios.builtin import load_builtin, scenario_names

PATIENCE = 40_000

ANSWERS = {
    "udp-echo": ["hello", "grüß dich", "exit"],
    "square": ["67"],
    "calculator": ["add", "7", "4"],
}

SHOWN = {
    "udp-echo": "Echo: grüß dich!",
    "square": "Answer:4489",
    "calculator": "11",
    "udp-datagram": "AAABBBCCC",
}


def on_free_places(name: str, folder: Path):
    """The scenario with every port 0, every path in a folder of the test's own, and short waits."""
    scenario = load_builtin(name)

    def moved(document):
        endpoint = re.sub(r":\d+$", ":0", document.endpoint)
        path = re.sub(r"^(\w+)://.*/", rf"\1://{folder}/", document.endpoint)
        return structs.replace(document, endpoint=path if "unix" in endpoint else endpoint)

    def quick(step):
        # In the chat room, the words of one client come between those of the others.
        is_short = step.wait is None or name == "chat-room"
        return step if is_short else structs.replace(step, wait="100ms")

    return structs.replace(
        scenario,
        servers=[moved(server) for server in scenario.servers],
        clients=[
            structs.replace(moved(client), steps=[quick(step) for step in client.steps])
            for client in scenario.clients
        ],
    )


def give_answer(qtbot, client: ClientPane, answer: str) -> None:
    """Answer the way a person does: type or choose, then press Enter."""
    form = client.script.question
    for choice in form.findChildren(QRadioButton):
        if choice.text() == answer and choice.isVisible():
            choice.click()
    (line,) = form.findChildren(QLineEdit)
    if line.isVisible():
        # Not by keys: QTest knows only ASCII.
        line.insert(answer)
    qtbot.keyClick(line if line.isVisible() else form, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", scenario_names())
def test_one_click_runs_it(qtbot, window, own_home, name):
    window.board.set_up(on_free_places(name, Path.home()))
    qtbot.mouseClick(window.run_button, Qt.MouseButton.LeftButton)
    clients = [pane for pane in window.board.clients.panes() if isinstance(pane, ClientPane)]
    for answer in ANSWERS.get(name, []):
        client = clients[0]
        qtbot.waitUntil(client.script.question.isVisible, timeout=PATIENCE)
        give_answer(qtbot, client, answer)
    for client in clients:
        qtbot.waitUntil(lambda pane=client: pane.script.chip.word() != "", timeout=PATIENCE)
    assert [client.script.chip.word() for client in clients] == ["PASSED"] * len(clients)
    assert SHOWN.get(name, "") in clients[0].script.result.text()
    if name == "http-get":
        response = clients[0].script.response
        qtbot.waitUntil(lambda: b"<html" in response.body(), timeout=PATIENCE)
    # What the clients said and heard is to be seen in their panes.
    for client in clients:
        model = client.conversation.model
        qtbot.waitUntil(lambda shown=model: shown.rowCount() > 1, timeout=PATIENCE)


def test_a_window_can_be_closed_in_the_middle_of_a_run(qtbot, window, own_home):
    """The fixture closes it and asks for threads that are left."""
    scenario = on_free_places("chat-room", Path.home())
    window.board.set_up(scenario)
    qtbot.mouseClick(window.run_button, Qt.MouseButton.LeftButton)
    clients = window.board.clients.panes()
    qtbot.waitUntil(lambda: clients[0].running is not None, timeout=PATIENCE)
    assert window.board.is_live
