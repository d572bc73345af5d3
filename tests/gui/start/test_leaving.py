"""The end of the application by itself and with the desktop session."""

import socket
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.leaving import Leaving
from socket_workbench.gui.start.memory import looks_state, window_state
from socket_workbench.gui.start.window_place import WindowPlace
from socket_workbench.gui.window.keeping import Keeping
from socket_workbench.user_folders import sessions_folder


@pytest.fixture
def place(window, tmp_path):
    place = WindowPlace(tmp_path / "windows")
    place.watch(window)
    yield place
    place.close()


@pytest.fixture
def leaving(qapp, window, session, place, tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    states = [
        (settings, partial(looks_state, window.theme)),
        (place.settings, partial(window_state, window)),
    ]
    leaving = Leaving(qapp, window, session, place)
    leaving.keeping = Keeping(states, window)
    yield leaving
    leaving.deleteLater()


def saved(tmp_path):
    return Settings(next((tmp_path / "windows").glob("*.ini")))


def test_a_desktop_session_that_may_end_finds_all_of_it_saved(window, leaving, tmp_path):
    window.board.add_client().send_bar.set_text("not sent")
    window.arrange_panes(Arrangement.TABS)
    window.theme.set_scheme(Scheme.DARK)
    leaving.keep()

    own = saved(tmp_path)
    assert "Client 1" in str(own.table("panes/all")["clients"])
    assert own.text("window/panes") == "tabs"
    assert Settings(tmp_path / "settings.ini").text("looks/scheme") == "dark"
    assert not window.is_ending


def test_quitting_is_not_vetoed_and_all_is_saved_and_stopped_when_it_returns(
    qapp, qtbot, window, session, leaving, until, tmp_path
):
    client = window.board.add_client()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        client.start()
        peer, _ = listener.accept()
    with peer:
        until(lambda: window.board.is_live)
        asked = QEvent(QEvent.Type.Quit)
        # As a session manager or macOS does, while a silent peer is connected.
        QTimer.singleShot(0, lambda: QApplication.sendEvent(qapp, asked))
        qapp.exec()

        assert asked.isAccepted()
        assert session.threads.running() == []
        assert leaving.stuck == []
        peer.settimeout(20)
        assert peer.recv(1) == b""
    assert "Client 1" in str(saved(tmp_path).table("panes/all")["clients"])
    assert not list(sessions_folder().glob("*.lock"))


def test_a_process_that_is_killed_when_quitting_returns_has_closed_its_session(
    qapp, window, session, leaving, monkeypatch
):
    """As Windows does it: `aboutToQuit` outside of the event loop, and nothing after it."""
    closed = []
    monkeypatch.setattr(session, "close", lambda: closed.append(session.threads.running()))
    window.board.add_server().start()
    qapp.aboutToQuit.emit()
    assert closed == [[]]
    monkeypatch.undo()
