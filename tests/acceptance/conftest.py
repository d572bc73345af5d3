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
