"""The program as a person starts it, and its window in this process."""

from pathlib import Path
from runpy import run_path

import pytest
from PySide6.QtCore import QCoreApplication

from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.main_window import MainWindow

PATIENCE = 40_000

program = run_path(str(Path(__file__).parent / "program.py"))["program"]


@pytest.fixture
def window(qtbot, theme):
    """A window that is shown; every thread of it has to end with it."""
    session = Session()
    with theme.unstyled():
        window = MainWindow(session, theme)
    window.show()
    window.complete()
    yield window
    with qtbot.waitSignal(window.ended, timeout=PATIENCE) as ended:
        window.close()
    assert ended.args == [[]]
    session.close()
    window.deleteLater()
    QCoreApplication.processEvents()


@pytest.fixture
def filled_window(qtbot, window):
    """A window in which a client was answered: connections, log and conversation have rows."""
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("welcome", {})
    assert server.start()
    qtbot.waitUntil(lambda: server.running.bound is not None, timeout=PATIENCE)
    client = window.board.add_client()
    client.address.set_text(str(server.running.bound))
    assert client.start()
    qtbot.waitUntil(lambda: client.conversation.model.rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: server.table.model().rowCount() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.log.model.rowCount() > 3, timeout=PATIENCE)
    window.log.view.selectRow(window.log.model.rowCount() - 1)
    return window
