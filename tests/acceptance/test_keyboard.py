"""Everything that a person does every day, with key presses alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.exports.dialog import ExportDialog
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.window.keys import KeyList

PATIENCE = 15_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


SCENARIO = """
format = 1
title = "Own"

[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"

[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [{ send = "hello" }, { expect = "hello" }]
"""


class Keyboard:
    """Presses keys where the focus is."""

    def __init__(self, qtbot, window):
        self._qtbot = qtbot
        self._window = window

    @property
    def focus(self):
        return QApplication.focusWidget() or self._window

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self._qtbot.keyClick(self.focus, key, modifier)

    def type(self, text):
        self._qtbot.keyClicks(self.focus, text)

    def tab_to(self, kind):
        for _ in range(100):
            if isinstance(self.focus, kind):
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not reach {kind}")

    def return_to_window(self):
        """Activate the window, which a window manager does when a dialog is closed."""
        self.until(lambda: not self._window.findChildren(QDialog))
        self._window.activateWindow()
        self.until(self._window.isActiveWindow)

    def until(self, true):
        self._qtbot.waitUntil(true, timeout=PATIENCE)


@pytest.fixture
def keyboard(window, qtbot):
    keyboard = Keyboard(qtbot, window)
    keyboard.return_to_window()
    return keyboard


def test_connect_send_disconnect_filter_find_and_export(window, keyboard, tmp_path):
    # Start a server.
    keyboard.press(Qt.Key.Key_T, CONTROL | SHIFT)
    keyboard.press(Qt.Key.Key_A, CONTROL)
    keyboard.type("tcp://127.0.0.1:0")
    keyboard.press(Qt.Key.Key_Return)
    (server,) = window.board.servers.panes()
    keyboard.until(lambda: server.state is EndpointState.LISTENING)

    # Connect a client.
    keyboard.press(Qt.Key.Key_T, CONTROL)
    keyboard.press(Qt.Key.Key_A, CONTROL)
    keyboard.type(str(server.running.bound))
    keyboard.press(Qt.Key.Key_Return)
    (client,) = window.board.clients.panes()
    keyboard.until(lambda: client.state is EndpointState.CONNECTED)

    # Send, and see it arrive.
    keyboard.tab_to(MessageField)
    keyboard.type("needle")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: server.running.traffic().bytes_in > 0)

    # Disconnect.
    keyboard.press(Qt.Key.Key_F6, SHIFT)
    keyboard.until(lambda: not client.is_live)

    # Filter.
    keyboard.press(Qt.Key.Key_F, CONTROL | SHIFT)
    keyboard.type("kind:sent")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: window.log.model.rowCount() == 1)

    # Find.
    keyboard.press(Qt.Key.Key_F, CONTROL)
    keyboard.type("needle")
    keyboard.until(lambda: window.log.finding.bar.status.text() == "1 row")
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: window.log.view.currentIndex().row() == 0)
    keyboard.press(Qt.Key.Key_Escape)

    # Export what is shown.
    keyboard.press(Qt.Key.Key_E, CONTROL)
    keyboard.until(lambda: isinstance(QApplication.activeWindow(), ExportDialog))
    while keyboard.focus is not window.exporting.dialog.path_field.edit:
        keyboard.press(Qt.Key.Key_Tab)
    keyboard.press(Qt.Key.Key_A, CONTROL)
    keyboard.type(str(tmp_path / "out.csv"))
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until((tmp_path / "out.csv").exists)
    keyboard.until(lambda: window.exporting.dialog is None)
    assert "needle" in (tmp_path / "out.csv").read_text("utf-8")

    close_and_reopen(window, keyboard)


def close_and_reopen(window, keyboard):
    """Close both panes, and open the last one again."""
    keyboard.return_to_window()
    server = window.board.servers.panes()[0]
    keyboard.press(Qt.Key.Key_L, CONTROL)
    keyboard.press(Qt.Key.Key_W, CONTROL)
    assert window.board.panes() == [server]
    keyboard.press(Qt.Key.Key_W, CONTROL)
    assert window.board.panes() == []
    keyboard.press(Qt.Key.Key_W, CONTROL | SHIFT)
    assert window.board.panes() == [server]


def test_a_scenario_of_ones_own_and_the_list_of_keys(window, keyboard, tmp_path):
    (tmp_path / "own.toml").write_text(SCENARIO, "utf-8")
    keyboard.press(Qt.Key.Key_O, CONTROL)
    keyboard.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    keyboard.type(str(tmp_path / "own.toml"))
    keyboard.press(Qt.Key.Key_Return)
    keyboard.until(lambda: window.board.stage is not None)
    keyboard.return_to_window()
    keyboard.press(Qt.Key.Key_R, CONTROL)
    own = window.board.stage.panes()[-1]
    keyboard.until(lambda: own.participant is not None and own.participant.result is not None)
    assert own.participant.result.passed

    # Read the list of keys, and leave.
    keyboard.press(Qt.Key.Key_F1)
    keyboard.until(lambda: isinstance(QApplication.activeWindow(), KeyList))
    keyboard.press(Qt.Key.Key_Escape)
