from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView

from socket_workbench.dialogues.commands import Ask, Finished, Show, StepBegun
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_steps import SendMessage, Wait
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.view import ScriptView

STEPS = (SendMessage("a"), Expect(Match.EQUALS, "Welcome!"), Wait(1))


def make(qtbot, steps=STEPS):
    view = ScriptView(QListView())
    for part in (view, view.beside):
        qtbot.addWidget(part)
    view.begin(steps)
    return view


def test_without_a_script_it_is_not_there(qtbot):
    view = make(qtbot, ())
    assert view.isHidden()
    assert view.beside.list.isHidden()


def test_the_step_the_question_and_the_result_are_shown(qtbot):
    view = make(qtbot)
    view.show_update(StepBegun((1,), "Expect Welcome!", 2))
    assert view.beside.progress() == "Step 2 of 3: Expect Welcome!"
    assert view.beside.button.text() == "Step 2/3"
    assert (view.begun, view.step) == (2, 2)
    assert view.isHidden()
    view.show_update(Ask("Enter a number"))
    assert not view.question.isHidden()
    with qtbot.waitSignal(view.answered) as answered:
        line = view.question.findChild(QLineEdit)
        qtbot.keyClicks(line, "67")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert answered.args == ["67"]
    view.show_update(Show(b"Answer:4489"))
    assert "Answer:4489" in view.result.text()
    view.show_update(Finished(passed=True))
    assert (view.chip.word(), view.chip.tone()) == ("PASSED", Tone.OPEN)


def test_a_response_is_shown_apart(qtbot):
    view = make(qtbot)
    with qtbot.waitSignal(view.response.read):
        view.show_update(Show(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", "http"))
        view.show_update(Finished(passed=True))
    assert view.response.body() == b"body"
    assert not view.isHidden(), "the response was parsed only after the last update"
    view.begin(STEPS)
    assert view.isHidden()


def test_a_failure_says_why_and_asks_nothing_more(qtbot):
    view = make(qtbot)
    view.show_update(Ask("Enter a number"))
    view.show_update(Finished(passed=False, reason="Expected A, B came."))
    assert (view.chip.word(), view.chip.tone()) == ("FAILED", Tone.ERROR)
    assert view.beside.progress() == "Expected A, B came."
    assert view.question.isHidden()


def test_a_new_beginning_forgets_the_last_run(qtbot):
    view = make(qtbot)
    view.show_update(Show(b"old"))
    view.show_update(Finished(passed=True))
    view.begin(STEPS[:2])
    assert (view.chip.word(), view.result.text()) == ("", "")
    assert view.beside.progress() == "2 steps"
    assert (view.begun, view.step) == (0, 0)
    assert view.isHidden()
