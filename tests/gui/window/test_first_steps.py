"""What the empty log offers, with real clicks in the window."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from socket_workbench import system
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.window.first_steps import FirstSteps
from socket_workbench.gui.window.pages import PYTHON
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.storage.folder import SessionFolder
from socket_workbench.user_folders import sessions_folder


def steps(window):
    (steps,) = window.log.view.findChildren(FirstSteps)
    return steps


def click(qtbot, window, words):
    button = next(each for each in steps(window).findChildren(QPushButton) if words in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_steps_are_over_the_empty_log_until_there_are_rows(qtbot, window, until):
    assert steps(window).isVisible()
    window.resize(window.size() - QSize(80, 40))
    until(lambda: steps(window).geometry() == window.log.view.rect())
    click(qtbot, window, "Start a server")
    until(lambda: window.log.model.rowCount() > 0)
    assert not steps(window).isVisible()


@pytest.mark.parametrize("zoom", [1.5, 2.0, 2.5])
def test_no_step_is_cut_by_large_type_in_a_small_window(window, theme, until, zoom):
    theme.set_zoom(zoom)
    window.resize(1024, 700)
    until(lambda: (window.width(), window.height()) == (1024, 700))
    parts = [*steps(window).findChildren(QPushButton), *steps(window).findChildren(QLabel)]
    shown = [part for part in parts if part.isVisible()]
    assert len(shown) == 5
    until(lambda: all(part.height() >= part.minimumSizeHint().height() for part in shown))
    content = steps(window).findChild(QScrollArea).widget()
    for part in shown:
        place = QRect(part.mapTo(content, QPoint()), part.size())
        assert content.rect().contains(place)


def test_a_server_is_started_that_only_listens_here(qtbot, window, until):
    click(qtbot, window, "Start a server")
    (pane,) = window.board.servers.panes()
    assert isinstance(pane, ServerPane)
    assert pane.dialogue.choice() == "manual"
    assert pane.address.text().startswith("tcp://127.0.0.1:")
    # Another program may have its port.
    until(lambda: pane.state in (EndpointState.LISTENING, EndpointState.FAILED))


def test_the_form_that_asks_for_a_program_is_opened(qtbot, window, until):
    click(qtbot, window, "Watch a program…")
    form = window.findChild(ProgramForm)
    assert form.isVisible()
    assert window.watching.panes() == []
    form.reject()
    until(lambda: window.findChild(ProgramForm) is None)


def test_where_programs_cannot_be_watched_nothing_offers_it(request, monkeypatch):
    monkeypatch.setattr(system, "WATCHES_PROGRAMS", False)
    window = request.getfixturevalue("window")
    texts = [button.text() for button in steps(window).findChildren(QPushButton)]
    assert "Start a server" in texts
    assert "Watch a program…" not in texts
    assert "&Watch a program…" not in window.menus.actions
    page = window.card.show_page(PYTHON)
    assert page.copy_button.isVisible()
    assert not page.run_button.isVisible()


def test_a_client_is_added_and_its_address_waits_to_be_typed(qtbot, window):
    click(qtbot, window, "Connect to a device")
    qtbot.keyClicks(window.focusWidget(), "10.0.0.7:23")
    assert window.board.clients.current().address.text() == "10.0.0.7:23"


def test_the_first_scenario_is_run(qtbot, window, until, monkeypatch):
    run = []
    monkeypatch.setattr(
        type(window.scenario_control.opening), "open", lambda opening, name, then: run.append(name)
    )
    click(qtbot, window, "Run the Welcome scenario")
    assert run == ["welcome"]


def test_the_last_session_is_offered_and_opened(qtbot, window, until):
    assert not steps(window).last_button.isVisible()
    store = SessionFolder(sessions_folder()).begin()
    source = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:1")
    store.write([source], [Event(1, 1, Kind.NOTE, b"", "said before")])
    store.close()
    window.sessions.offer_left_sessions()
    click(qtbot, window, "Open the last session")
    (opened,) = window.sessions.windows
    until(lambda: opened.card is not None)
    opened.close()
