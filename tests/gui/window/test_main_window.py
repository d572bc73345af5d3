import socket
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.rows import search
from socket_workbench.gui.window.keys import KeyList
from socket_workbench.gui.window.pages import CONVERSATION
from socket_workbench.journal.search.filter_language import parse_filter

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def log_payloads(window):
    model = window.log.model
    return [model.line(row).row.preview for row in range(model.rowCount())]


@pytest.fixture
def free_scenario(tmp_path):
    """A scenario file on a free port."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'format = 1\ntitle = "Mine"\n'
        '[[servers]]\nendpoint = "tcp://127.0.0.1:0"\ndialogue = "welcome"\n'
        '[[clients]]\nendpoint = "tcp://127.0.0.1:0"\n'
        'steps = [{ expect = "Welcome!" }, { send = "lisi" }, { expect = "Hello, lisi!" },'
        ' { send = "exit" }, { expect_close = true }]\n'
    )
    return str(path)


def test_one_click_runs_the_dialogue_into_the_log_views(qtbot, window, free_scenario, until):
    window.scenario_control.choose(free_scenario)
    until(lambda: window.board.clients.panes())
    qtbot.mouseClick(window.run_button, Qt.MouseButton.LeftButton)
    client = window.board.clients.panes()[0]
    assert isinstance(client, ClientPane)
    until(lambda: client.script.chip.word() == "PASSED")
    said = ["Welcome!", "lisi", "Hello, lisi!", "exit"]
    # Sent by the one and received by the other, which may be committed one after the other.
    until(lambda: all(log_payloads(window).count(text.encode()) == 2 for text in said))
    model = client.conversation.model

    def shown():
        texts = [model.line(row).texts[-1] for row in range(model.rowCount())]
        return [text for text in texts if text in said]

    until(lambda: shown() == said)


def test_a_traced_server_has_its_calls_in_the_log_where_they_are_filtered_and_selected(
    window, until
):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start_with({"trace": True})
    until(lambda: pane.running is not None and pane.running.bound is not None)
    with socket.create_connection(("127.0.0.1", pane.running.bound.port), 10) as peer:
        peer.sendall(b"zhangsan")
        until(lambda: b"zhangsan" in log_payloads(window))
        window.log.filter_bar.set_filter(parse_filter("call:recv zhangsan"))
        model = window.log.model

        def texts():
            return [model.line(row).text.partition("  ")[0] for row in range(model.rowCount())]

        until(lambda: "recv(65536) → b'zhangsan'" in texts())
        place = texts().index("recv(65536) → b'zhangsan'")
        window.log.view.selectRow(place)
        assert model.line(place).text in window.card.detail.text_view.toPlainText()
        # What was received is counted once.
        until(lambda: pane.running.traffic().bytes_in == 8)
    window.log.filter_bar.set_filter(parse_filter("kind:call_begun call:accept"))
    until(lambda: texts() and set(texts()) == {"accept()"})


class ShownWindows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_panes_come_without_windows_that_would_take_the_keyboard(qapp, window, until):
    shown = ShownWindows()
    qapp.installEventFilter(shown)
    window.scenario_control.choose("chat-room")
    window.add_server()
    window.add_client()
    qapp.removeEventFilter(shown)
    assert shown.shown == []
    assert window.isActiveWindow()


def test_stop_all_by_its_key(qtbot, window, free_scenario, until):
    window.scenario_control.choose_and_run(free_scenario)
    until(lambda: window.board.servers.panes())
    server = window.board.servers.panes()[0]
    until(lambda: server.state is EndpointState.LISTENING)
    qtbot.keyClick(window, Qt.Key.Key_Period, CONTROL)
    until(lambda: not window.board.is_live)


def test_a_click_on_a_tab_makes_its_pane_the_one_in_use(window, qtbot):
    window.resize(1100, 700)
    servers = [window.board.add_server(), window.board.add_server()]
    window.board.add_client()
    tabs = window.board.servers.tabs
    servers[1].address.select_all()
    qtbot.waitUntil(tabs.isVisible)
    place = tabs.tabRect(0).center()
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)
    assert window.board.servers.current() is servers[0]
    # Not the focus to choose a scenario, to which typing would go.
    assert tabs.hasFocus()
    window.pane_actions.close()
    assert servers[0] not in window.board.panes()
    assert len(window.board.panes()) == 2


def test_panes_are_added_and_closed_from_the_keyboard(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
    assert len(window.board.panes()) == 2
    window.pane_actions.close()
    window.pane_actions.close()
    assert window.board.panes() == []
    window.pane_actions.close()


def test_the_tool_bar_says_where_run_connects(qtbot, window, tmp_path, until):
    title, host = "long " * 15, "[2001:db8:1234:5678:9abc:def0:1234:5678]"
    path = tmp_path / "long.toml"
    path.write_text(
        f'format = 1\ntitle = "{title}"\n'
        f'[[clients]]\nname = "{title}"\nendpoint = "tcp://{host}:13145"\n'
    )
    window.resize(1024, 700)
    window.scenario_control.choose("welcome")
    until(lambda: window.run_place.place.text() == "tcp://127.0.0.1:13145")
    until(lambda: window.run_place.place.width() >= window.run_place.place.sizeHint().width())
    address = window.board.clients.panes()[0].address
    address.select_all()
    qtbot.keyClicks(address.focusProxy(), "tcp://127.0.0.1:9999")
    qtbot.keyClick(address.focusProxy(), Qt.Key.Key_Return)
    until(lambda: window.run_place.place.text() == "tcp://127.0.0.1:9999")
    window.scenario_control.choose(str(path))
    until(lambda: window.run_place.place.text() == f"tcp://{host}:13145")
    until(lambda: window.run_place.place.width() > 200)
    assert window.width() == 1024


def test_the_list_of_keys_opens(qtbot, window):
    window.menus.actions["&Keys"].trigger()
    keys = window.findChild(KeyList)
    shown = {label.text() for label in keys.findChildren(QLabel)}
    assert {
        "F3",
        "Enter",
        "Ctrl+Enter",
        "Up, Down",
        "Recall an earlier message, or a later one",
    } <= shown
    keys.close()
    window.menus.actions["&About Socket Workbench"].trigger()


def test_following_a_connection_shows_its_conversation(window, free_scenario, until):
    window.scenario_control.choose_and_run(free_scenario)
    until(lambda: window.board.servers.panes())
    server = window.board.servers.panes()[0]
    until(lambda: server.running is not None and server.running.connections() != [])
    until(lambda: b"exit" in log_payloads(window))
    server.connection_chosen.emit(server.running.connections()[0].number)
    until(lambda: window.card.page(CONVERSATION).view.model.rowCount() >= 4)


def test_closing_with_live_connections_ends_everything(qtbot, window, session, until):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    with socket.create_connection(("127.0.0.1", server.running.bound.port)) as peer:
        until(lambda: server.running.connections() != [])
        with qtbot.waitSignal(window.ended) as ended:
            assert window.close()
        assert ended.args == [[]]
        peer.settimeout(20)
        while peer.recv(100):
            pass
    assert session.threads.running() == []


def test_closing_waits_for_no_rows(qtbot, window, until, monkeypatch):
    """A conversation's job waits for more rows; the window does not wait for that to end."""
    monkeypatch.setattr(search, "LINGER", threading.TIMEOUT_MAX)
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("welcome", {})
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    client = window.board.add_client()
    client.start()
    until(lambda: client.conversation.model.rowCount() > 0)
    with qtbot.waitSignal(window.ended) as ended:
        window.close()
    assert ended.args == [[]]


def test_a_notice_is_seen(window, until):
    window.notice.show_error("Something is wrong.")
    until(window.notice.isVisible)
    window.notice.clear()
    assert not window.notice.isVisible()


def test_an_annotation_that_cannot_be_kept_is_reported(window):
    window.card.annotations.failed.emit("The disk is full.")
    assert window.notice.text() == "The disk is full."
    assert window.notice.isVisible()
