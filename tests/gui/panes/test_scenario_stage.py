"""Scenarios run in panes on free ports; the built-in ones on their own are in `acceptance`."""

import socket

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from shiboken6 import delete, isValid

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.scenario_stage import ScenarioStage
from socket_workbench.gui.panes.script_question import ScriptQuestion
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.threads.portions import Portions
from socket_workbench.scenarios.load import load_scenario

TEXT = """
format = 1
title = "Test"
[[servers]]
name = "server"
endpoint = "tcp://127.0.0.1:0"
dialogue = "welcome"
[[clients]]
name = "one"
endpoint = "tcp://127.0.0.1:0"
steps = [ { expect = "Welcome!" }, { send = "exit" }, { expect_close = true } ]
[[clients]]
name = "two"
endpoint = "tcp://127.0.0.1:0"
steps = [ { expect = "Welcome!" } ]
"""


@pytest.fixture
def stage(qtbot, session, until, tmp_path):
    made = []

    def make(kind):
        def new(name):
            pane = kind(session, name)
            made.append(pane)
            return pane

        return new

    path = tmp_path / "test.toml"
    path.write_text(TEXT)
    stage = ScenarioStage(
        load_scenario(path), session, Portions(session), make(ServerPane), make(ClientPane)
    )
    list(stage.building)
    yield stage
    stage.stop()
    until(lambda: not stage.is_live)
    for pane in filter(isValid, made):
        pane.close_readers()
        pane.deleteLater()


def test_setting_up_starts_nothing(stage):
    assert [pane.name for pane in stage.panes()] == ["server", "one", "two"]
    assert all(pane.state is EndpointState.STOPPED for pane in stage.panes())


def test_running_starts_the_server_and_then_the_clients_where_it_listens(stage, until):
    stage.run()
    server, one, two = stage.panes()
    until(lambda: two.script.chip.word() == "PASSED")
    until(lambda: one.script.chip.word() == "PASSED")
    assert one.address.text() == str(server.running.bound)
    until(lambda: one.state is EndpointState.CLOSED)
    assert two.state is EndpointState.CONNECTED


def test_running_again_stops_what_runs_and_begins_anew(stage, until):
    server, _, two = stage.panes()
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    first = server.running
    stage.run()
    until(
        lambda: server.running is not None and server.running is not first and server.running.bound
    )
    # On another free port, and the client follows.
    until(lambda: two.address.text() == str(server.running.bound))
    until(lambda: two.script.chip.word() == "PASSED")


def test_a_server_that_a_person_started_serves_each_run_as_it_is(stage, until):
    server, one, two = stage.panes()
    assert server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    by_hand = server.running
    with socket.create_connection(("127.0.0.1", by_hand.bound.port), timeout=20) as stranger:
        assert stranger.recv(100) == b"Welcome!"
        for _ in range(2):
            before = two.participant
            stage.run()
            until(lambda before=before: two.participant is not before)
            until(lambda: one.script.chip.word() == two.script.chip.word() == "PASSED")
        stranger.sendall(b"lisi")
        assert stranger.recv(100) == b"Hello, lisi!"
    assert server.running is by_hand
    until(lambda: two.address.text() == str(by_hand.bound))


def test_clients_do_not_start_when_the_server_cannot_listen(stage, until):
    server, one, _ = stage.panes()
    server.address.set_text("tcp://203.0.113.1:9")
    stage.run()
    until(lambda: server.state is EndpointState.FAILED)
    until(lambda: one.script.chip.word() == "FAILED")
    assert one.state is EndpointState.STOPPED
    assert one.running is None
    assert one.notice.text() == f"This client was not started. {server.running.error}"


def test_an_address_that_a_person_changed_is_left_alone(stage, until):
    _, one, two = stage.panes()
    one.address.set_text("tcp://127.0.0.1:1")
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    assert one.address.text() == "tcp://127.0.0.1:1"
    until(lambda: one.state is EndpointState.FAILED)


def test_stopping_while_it_starts_starts_nothing_more(stage, until):
    stage.run()
    stage.stop()
    until(lambda: not stage.is_live)
    assert stage.panes()[2].state is EndpointState.STOPPED


def test_a_forgotten_pane_is_not_run(stage, until):
    _, one, two = stage.panes()
    stage.forget(one)
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    assert one.state is EndpointState.STOPPED


def test_panes_that_were_deleted_are_not_remembered(stage):
    one, two = stage.panes()[:2]
    stage.forget(one)
    one.close_readers()
    delete(one)
    stage.forget(two)
    assert list(stage._forgotten) == [two]
    stage.take_back(two)
    assert two in stage.panes()


def test_what_waits_for_its_turn_can_be_taken_out_of_the_run(stage, silent, until):
    server, one, two = stage.panes()
    one.address.set_text(silent)
    stage.run()
    until(lambda: one.state is EndpointState.CONNECTING)
    assert two.chip.word() == "STARTING"
    assert not two.start()
    two.stop()
    until(lambda: two.chip.word() == "STOPPED")
    one.stop()
    until(lambda: one.state is EndpointState.CLOSED)
    assert two.running is None
    assert server.state is EndpointState.LISTENING


def test_a_pane_that_is_taken_away_while_it_waits_is_not_started(stage, silent, session, until):
    _, one, two = stage.panes()
    one.address.set_text(silent)
    stage.run()
    until(lambda: one.state is EndpointState.CONNECTING)
    two.stop()
    stage.forget(two)
    stage.stop()
    until(lambda: session.threads.running() == [])
    assert two.running is None


def test_nothing_starts_while_a_field_has_a_mistake(stage, session, until):
    server, one, two = stage.panes()
    one.address.set_text("nowhere:at:all")
    stage.run()
    assert one.address.mistake()
    until(lambda: [pane.chip.word() for pane in stage.panes()] == ["STOPPED"] * 3)
    assert (server.running, one.running, two.running) == (None, None, None)
    one.address.set_text("tcp://127.0.0.1:0")
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")


def test_a_client_that_a_person_connects_again_is_no_longer_of_the_run(stage, until):
    server, one, two = stage.panes()
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    until(lambda: one.state is EndpointState.CLOSED)
    of_the_run = one.running
    assert one.start()
    until(lambda: one.script.chip.word() == "PASSED")
    assert one.running is not of_the_run
    assert one.running.settings.endpoint == server.running.bound


ELSEWHERE = "tcp://203.0.113.1:9"


def question(pane):
    """The question that is open; None when there is none."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return next(iter(pane.window().findChildren(ScriptQuestion)), None)


def test_scripts_run_elsewhere_only_after_a_person_has_agreed(stage, session, until):
    server, one, two = stage.panes()
    two.address.set_text(ELSEWHERE)
    stage.run()
    asked = question(server)
    assert ELSEWHERE in asked.text()
    asked.cancel_button.click()
    assert question(server) is None
    assert [pane.running for pane in stage.panes()] == [None, None, None]
    # The same for one of them that is started by hand.
    assert not two.start()
    question(two).cancel_button.click()
    assert two.running is None

    stage.run()
    question(server).run_button.click()
    until(lambda: one.script.chip.word() == "PASSED")
    until(lambda: two.running is not None)
    assert str(two.participant.settings.endpoint) == ELSEWHERE
    stage.stop()
    until(lambda: not stage.is_live)
    # Asked once for this script and address, and anew for another address.
    stage.run()
    assert question(server) is None
    stage.stop()
    until(lambda: not stage.is_live)
    two.address.set_text("tcp://203.0.113.2:9")
    stage.run()
    assert "203.0.113.2" in question(server).text()


def test_a_client_that_is_started_by_hand_follows_the_server_to_its_port(stage, session, until):
    server, one, two = stage.panes()
    asked = "tcp://127.0.0.1:0"

    def serve():
        # After a stop, it notices that it may ask for any port again.
        until(lambda: server.address.text() == asked)
        before = server.running
        assert server.start()
        until(lambda: server.running is not before and server.state is EndpointState.LISTENING)
        return server.running.bound

    # Before there was a run.
    bound = serve()
    until(lambda: one.address.text() == str(bound))
    assert one.asked_address() == asked
    assert one.start()
    until(lambda: one.script.chip.word() == "PASSED")
    server.stop()
    until(lambda: not server.is_live and not one.is_live)

    # After a run, on another port.
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    stage.stop()
    until(lambda: not stage.is_live)
    changed = "tcp://127.0.0.1:9"
    two.address.set_text(changed)
    again = serve()
    until(lambda: one.address.text() == str(again))
    assert two.address.text() == changed
    assert one.start()
    until(lambda: one.script.chip.word() == "PASSED")
    assert [pane.asked_address() for pane in (server, one, two)] == [asked, asked, changed]
    assert one.save()["address"] == asked


def test_nobody_is_asked_about_a_place_that_the_documents_own_server_was_given(stage, until):
    server, _, two = stage.panes()
    stage.run()
    until(lambda: two.script.chip.word() == "PASSED")
    assert two.address.text() != "tcp://127.0.0.1:0"
    two.stop()
    until(lambda: not two.is_live)
    assert two.start()
    assert question(server) is None


def test_a_client_without_its_script_may_connect_anywhere(stage, until):
    _, _, two = stage.panes()
    two.address.set_text(ELSEWHERE)
    two._by_script.setChecked(False)
    assert two.start()
    assert question(two) is None


def test_the_verdict_goes_when_a_person_starts_a_pane_again(stage, until):
    server, one, _ = stage.panes()
    stage.run()
    until(lambda: stage.verdict is not None and stage.verdict.text.startswith("Passed"))
    until(lambda: one.state is EndpointState.CLOSED)
    server.stop()
    until(lambda: not server.is_live)
    assert stage.verdict.text.startswith("Passed")
    one.start()
    until(lambda: one.state is EndpointState.FAILED)
    assert stage.verdict is None
    stage.run()
    until(lambda: stage.verdict is not None)
