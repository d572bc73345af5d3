"""The verdict beside Run, with real scenarios in the window."""

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.panes.script_question import ScriptQuestion
from socket_workbench.gui.scenarios.variables_dialog import VariablesDialog
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

GOOD = """
format = 1
title = "Good"
[[servers]]
name = "server"
endpoint = "tcp://127.0.0.1:0"
dialogue = "welcome"
[[clients]]
name = "client"
endpoint = "tcp://127.0.0.1:0"
steps = [ { expect = "Welcome!" }, { send = "exit" }, { expect_close = true } ]
"""
BAD = GOOD.replace('"Good"', '"Bad"').replace('expect = "Welcome!"', 'expect = "Hello!"')
WAITS = GOOD.replace('"Good"', '"Waits"').replace("{ expect_close = true }", '{ wait = "1h" }')


def received(model):
    rows = [model.line(position).row for position in range(model.rowCount())]
    found = [row for row in rows if row.source.role.value == "client"]
    return [row.preview.decode() for row in found if row.kind is Kind.RECEIVED]


def run(window, tmp_path, text, name):
    path = tmp_path / f"{name}.toml"
    path.write_text(text)
    window.scenario_control.choose_and_run(str(path))


def test_a_run_that_passes_says_so_and_several_have_each_their_verdict(
    qtbot, window, tmp_path, until
):
    place = window.run_place
    assert place.verdict.isHidden()
    run(window, tmp_path, GOOD, "good")
    until(lambda: place.verdict.text().startswith("Passed, 3 steps in "))
    assert place.row_button.isHidden()
    good = window.board.stage
    window.board.clients.panes()[0].send_bar.set_text("kept")

    run(window, tmp_path, BAD, "bad")
    until(lambda: place.verdict.text().startswith("Failed at step 1 of "))
    assert 'Expected "Hello!"' in place.verdict.text()
    assert good.verdict.text.startswith("Passed")
    window.scenario_control.choose(str(tmp_path / "good.toml"))
    until(lambda: place.verdict.text().startswith("Passed"))


def test_the_row_that_decided_is_shown(qtbot, window, tmp_path, until):
    run(window, tmp_path, BAD, "bad")
    until(window.run_place.row_button.isVisible)
    until(lambda: {"Welcome!"} <= set(received(window.log.model)))
    qtbot.mouseClick(window.run_place.row_button, Qt.MouseButton.LeftButton)
    view, model = window.log.view, window.log.model
    assert window.card.page(LOG).isVisible()
    line = model.line(view.currentIndex().row())
    assert (line.row.kind, line.row.preview) == (Kind.RECEIVED, b"Welcome!")
    assert line.row.source.role.value == "client"


def test_the_row_that_decided_is_one_click_away_in_a_narrow_window_too(
    qtbot, window, tmp_path, until
):
    window.resize(1024, 700)
    run(window, tmp_path, BAD, "bad")
    place = window.run_place
    until(place.row_button.isVisible)
    assert place.row_button.text() == ""
    assert place.row_button.accessibleName() == "Show the row"
    assert place.rect().contains(place.row_button.geometry())
    place.setMinimumWidth(600)
    until(lambda: place.row_button.text() == "Show the row")


def test_what_was_expected_and_what_came_are_shown_where_they_differ(
    qtbot, window, tmp_path, until
):
    run(window, tmp_path, BAD, "bad")
    until(window.run_place.row_button.isVisible)
    script = window.board.clients.panes()[0].script
    until(lambda: "difference" in script.__dict__ and script.difference.isVisible())
    assert script.difference.expected.text() == "Expected · 6 bytes\nHello!"
    assert script.difference.received.text().startswith("Received · ")
    assert script.difference.received.field.extraSelections()
    qtbot.mouseClick(script.difference.close_button, Qt.MouseButton.LeftButton)
    assert not script.isVisible()
    window.scenario_control.run()
    until(lambda: script.difference.isVisible())


MARKS = GOOD.replace('"Good"', '"Marks"').replace(
    '{ send = "exit" }', '{ mark = "here {{host}}" }, { note = "not here" }, { send = "exit" }'
)


def test_a_step_marks_its_row_which_one_can_go_to(window, tmp_path, until):
    run(window, tmp_path, MARKS, "marks")
    until(lambda: window.run_place.verdict.text().startswith("Passed, 5 steps in "))
    annotations, model = window.card.annotations, window.log.model
    until(annotations.numbers)
    (number,) = annotations.numbers()
    until(lambda: model.position_of(number) is not None)
    row = model.line(model.position_of(number)).row
    assert (row.kind, row.text) == (Kind.NOTE, "here 127.0.0.1")
    assert annotations.of(number).marked
    window.log.marking.go_to_next()
    assert window.log.view.currentIndex().row() == model.position_of(number)


VARIABLE = (
    GOOD.replace('"Good"', '"Variable"')
    .replace(
        "[[servers]]",
        """[variables]
word = "exit"
pause = { type = "number" }
[[servers]]""",
        1,
    )
    .replace('send = "exit"', 'send = "{{word}}"')
)


def test_variables_are_asked_for_before_the_first_run(qtbot, window, tmp_path, until):
    run(window, tmp_path, VARIABLE, "variable")
    until(lambda: window.scenario_control.opening.dialog is not None)
    dialog = window.scenario_control.opening.dialog
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    assert dialog.mistakes() == {"pause": "'' is not a whole number."}
    dialog.fields["pause"].set_text("2")
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    until(lambda: window.run_place.verdict.text().startswith("Passed, 3 steps in "))
    assert window.scenario_control.opening.dialog is None

    window.menus.actions["&Variables…"].trigger()
    (dialog,) = window.findChildren(VariablesDialog)
    dialog.fields["word"].set_text("Hello")
    dialog.fields["pause"].set_text("3600")
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)
    until(lambda: window.scenario_control.opening.dialog is None)
    client = window.board.clients.panes()[-1]
    assert client.document.variables == {"word": "Hello", "pause": "3600"}
    window.scenario_control.run()
    assert window.scenario_control.opening.dialog is None
    until(lambda: '"Hello, Hello!" came' in window.run_place.verdict.text())
    assert (tmp_path / "variable.toml").read_text() == VARIABLE


def test_a_run_that_is_stopped_is_neither_passed_nor_failed(window, tmp_path, until):
    run(window, tmp_path, WAITS, "waits")
    until(lambda: window.run_place.verdict.text() == "Running")
    until(lambda: any(pane.running for pane in window.board.clients.panes()))
    window.stop_all()
    until(lambda: window.run_place.verdict.text() == "Stopped")


def test_a_client_that_cannot_start_has_its_reason_in_the_verdict(
    window, tmp_path, until, free_port
):
    text = GOOD.replace("tcp://127.0.0.1:0", f"tcp://127.0.0.1:{free_port()}", 1)
    text = text.replace("tcp://127.0.0.1:0", "tcp://127.0.0.1:1")
    run(window, tmp_path, text, "refused")
    until(lambda: "was not started" in window.run_place.verdict.text())
    assert "refused" in window.run_place.verdict.text()


ELSEWHERE = GOOD[: GOOD.index("[[servers]]")] + GOOD[GOOD.index("[[clients]]") :]


def duplicate_and_start(window):
    window.pane_actions.duplicate()
    window.board.clients.panes()[-1].start()


def restore_and_start(window):
    client = window.board.clients.panes()[0]
    other = window.board.add_client()
    other.restore(client.save())
    other.start()


WAYS = {
    "run": lambda window: window.scenario_control.run(),
    "connect": lambda window: window.board.clients.panes()[0]._start.click(),
    "key": lambda window: window.pane_actions.start(),
    "all": lambda window: window.pane_actions.start_all(),
    "duplicate": duplicate_and_start,
    "restart": restore_and_start,
    "remedy": lambda window: window.board.clients.panes()[0].start_at(
        parse_endpoint("tcp://192.0.2.2:9")
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_steps_run_at_another_address_only_after_they_are_confirmed(window, tmp_path, until, way):
    path = tmp_path / "elsewhere.toml"
    path.write_text(ELSEWHERE)
    window.scenario_control.choose(str(path))
    until(lambda: len(window.board.clients.panes()) == 1)
    window.board.clients.panes()[0].address.set_text("tcp://192.0.2.1:9")
    WAYS[way](window)
    question = window.findChild(ScriptQuestion)
    assert question is not None
    question.cancel_button.click()
    assert all(pane.running is None for pane in window.board.clients.panes())
