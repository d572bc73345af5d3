import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from socket_workbench.dialogues.script_steps import SendMessage
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.script.steps_beside import StepsBeside

STEPS = (SendMessage("x"),)


@pytest.fixture
def beside(qtbot):
    beside = StepsBeside(QListView())
    qtbot.addWidget(beside)
    qtbot.addWidget(beside.head)
    beside.head.show()
    beside.resize(800, 200)
    beside.show()
    return beside


def seen(beside):
    return beside._conversation.isVisible(), beside.list.isVisible()


def test_without_steps_the_conversation_has_all_the_room(beside, qtbot):
    assert seen(beside) == (True, False)
    qtbot.waitUntil(lambda: beside._conversation.geometry() == beside.rect())
    beside.show_steps(STEPS)
    assert seen(beside) == (True, True)
    qtbot.waitUntil(lambda: beside.list.geometry().left() > beside._conversation.geometry().right())
    assert beside._conversation.width() > beside.list.width() > 100
    assert beside._conversation.height() == beside.height()
    beside.show_steps(())
    qtbot.waitUntil(lambda: beside._conversation.geometry() == beside.rect())


def test_the_head_says_how_far_the_script_is(beside):
    beside.show_steps(STEPS)
    beside.show_progress("Step 2/3", "Step 2 of 3: Wait <1> s")
    assert beside.button.text() == "Step 2/3"
    assert beside.button.toolTip() == plain_tooltip("Step 2 of 3: Wait <1> s")
    assert beside.button.accessibleDescription() == "Step 2 of 3: Wait <1> s"
    beside.show_steps(())
    assert beside.head.isHidden()


def test_where_it_is_narrow_a_button_changes_between_them(beside, qtbot):
    beside.show_steps(STEPS)
    beside.resize(300, 200)
    assert seen(beside) == (True, False)
    qtbot.mouseClick(beside.button, Qt.MouseButton.LeftButton)
    assert seen(beside) == (False, True)
    beside.resize(800, 200)
    assert seen(beside) == (True, True)
    assert not beside.button.isEnabled()
    beside.resize(300, 200)
    beside.show_steps(())
    assert seen(beside) == (True, False)
