from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QWidget

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.script.steps_list import StepsList
from socket_workbench.gui.widgets.notice_line import NoticeLine
from socket_workbench.sockets.addresses.endpoint import parse_endpoint


def test_renaming_changes_the_title(server_pane):
    server_pane.rename("lecture")
    assert (server_pane.name, server_pane.title()) == ("lecture", "lecture")


def test_the_address_cannot_be_changed_while_it_is_in_use(server_pane, listening, until):
    listening()
    line = server_pane.address.focusProxy()
    until(line.isReadOnly)
    server_pane.stop()
    until(lambda: not line.isReadOnly())


def test_what_most_panes_never_show_is_not_created(server_pane, client_pane):
    """Each widget takes time to be made, and again with each change of colours or size."""
    for pane in (server_pane, client_pane):
        for kind in (QPlainTextEdit, QProgressBar, StepsList):
            assert pane.findChildren(kind) == []
        for line in pane.findChildren(NoticeLine):
            assert line.findChildren(QWidget) == []
    assert client_pane.script.question.findChildren(QWidget) == []


def test_the_close_button_asks_to_be_taken_away(qtbot, server_pane):
    with qtbot.waitSignal(server_pane.removal_requested):
        server_pane._remove.click()


def test_a_server_without_connections_has_nothing_to_look_at(
    server_pane, session, listening, peer, until
):
    port = listening()
    until(lambda: server_pane.chip.word() == "LISTEN")
    assert not session.ticker.is_quick
    connected = peer(port)
    until(lambda: session.ticker.is_quick)
    connected.close()
    until(lambda: not session.ticker.is_quick)


def test_a_pane_that_is_not_seen_is_looked_at_when_it_is(
    server_pane, session, listening, peer, until
):
    connected = peer(listening())
    until(lambda: session.ticker.is_quick)
    server_pane.hide()
    assert not session.ticker.is_quick
    connected.sendall(b"name")
    until(lambda: server_pane.running.traffic().bytes_in == 4)
    # A change that was told before it was hidden may have been shown since.
    shown = row_of(server_pane)
    session.ticker.ticked.emit()
    assert row_of(server_pane) == shown
    server_pane.show()
    assert row_of(server_pane).bytes_in == 4
    assert session.ticker.is_quick


def row_of(pane):
    return pane.table.model().row_at(0)


def test_a_client_is_looked_at_while_it_is_connected(client_pane, session, listener, until):
    client_pane.address.set_text("{}:{}".format(*listener.getsockname()))
    assert client_pane.start()
    until(lambda: session.ticker.is_quick)
    client_pane.stop()
    until(lambda: not client_pane.is_live and not session.ticker.is_quick)


def test_a_client_that_is_through_before_it_is_looked_at_shows_where_it_was(
    client_pane, session, listener, until
):
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    client_pane.address.set_text("tcp://127.0.0.1:13145")
    participant = client_pane.new_participant()
    client_pane.attach(participant)
    participant.start(session.journal, session.threads, parse_endpoint(address))
    participant.wait_until_begun()
    participant.stop()
    assert participant.join(10)
    assert client_pane.address.text() == "tcp://127.0.0.1:13145"
    until(lambda: client_pane.chip.word() == "CLOSED")
    assert client_pane.address.text() == address

    client_pane.address.set_text("tcp://127.0.0.1:1")
    client_pane.refresh()
    assert client_pane.address.text() == "tcp://127.0.0.1:1"


def trace_entry(pane, words="Trace calls"):
    return next(each for each in pane.menu().actions() if each.text() == words)


def test_calls_are_traced_from_the_next_start_on_as_the_menu_says(server_pane, listening, until):
    listening()
    assert not trace_entry(server_pane).isChecked()
    trace_entry(server_pane).trigger()
    sentence = server_pane.setup.sentence
    assert sentence.text().endswith(" · traced from the next start on")
    assert trace_entry(server_pane).isChecked()

    server_pane.stop()
    until(lambda: not server_pane.is_live)
    listening()
    assert server_pane.participant.settings.options.trace
    assert sentence.text().endswith(" · traced")
    trace_entry(server_pane).trigger()
    assert sentence.text().endswith(" · traced until it stops")


def test_calls_are_stepped_at_once_where_they_are_traced_already(server_pane, listening, until):
    def step_entry():
        return trace_entry(server_pane, "Step calls")

    listening()
    step_entry().trigger()
    sentence = server_pane.setup.sentence
    assert sentence.text().endswith(" · stepped from the next start on")
    assert server_pane.running.gate.is_open
    # Step mode implies the trace.
    assert step_entry().isChecked()
    assert trace_entry(server_pane).isChecked()
    assert not trace_entry(server_pane).isEnabled()

    server_pane.stop()
    until(lambda: not server_pane.is_live)
    server_pane.start()
    until(lambda: server_pane.running.gate.count == 1)
    step_entry().trigger()
    until(lambda: server_pane.state is EndpointState.LISTENING)
    assert sentence.text().endswith(" · traced until it stops")
    step_entry().trigger()
    assert server_pane.running.gate.is_stepping
