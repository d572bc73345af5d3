"""Tests of the form that asks which program to watch."""

from PySide6.QtCore import Qt

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.widgets.whole_line import LONGEST, too_long


def test_only_run_wants_the_program_run(qtbot):
    kept = Program("a.py", False, "x 'y z'", "python3", "/tmp", True)
    form = ProgramForm(kept)
    qtbot.addWidget(form)
    wanted: list[Program] = []
    form.run_requested.connect(wanted.append)
    form.show()

    assert form.program() == kept
    form.reject()
    assert wanted == []
    form.show()
    qtbot.mouseClick(form.run_button, Qt.MouseButton.LeftButton)
    assert wanted == [kept]


def test_what_is_wrong_is_said_and_nothing_runs(qtbot):
    form = ProgramForm()
    qtbot.addWidget(form)
    wanted: list[Program] = []
    form.run_requested.connect(wanted.append)
    form.show()

    form.run_button.click()
    assert form.mistake() == "Choose the program to run."
    form.name.setText("a.py")
    form.arguments.setText("'open")
    form.run_button.click()
    assert form.mistake() == "A quote in the arguments is not closed."
    assert form.isVisible()
    assert wanted == []


def test_long_arguments_are_whole_or_refused(qtbot):
    form = ProgramForm()
    qtbot.addWidget(form)

    form.arguments.setText("x" * 60_000)
    assert form.program().arguments == "x" * 60_000
    form.arguments.setText("x" * (LONGEST + 1))
    qtbot.waitUntil(lambda: form.mistake() == too_long())
    assert form.program().arguments == "x" * 60_000


def test_a_folder_of_a_user_who_is_not_there_can_be_browsed(qtbot, answer_dialog):
    form = ProgramForm()
    qtbot.addWidget(form)
    form.show()
    form.name.setText("~nobody-of-this-name/a.py")

    form.browse_button.click()

    answer_dialog(form, None)
    assert form.program().name == "~nobody-of-this-name/a.py"


def test_another_program_is_typed_in_place_of_the_last_one(qtbot):
    form = ProgramForm(Program("a.py"))
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    qtbot.keyClicks(form.focusWidget(), "b.py")
    assert form.program().name == "b.py"
