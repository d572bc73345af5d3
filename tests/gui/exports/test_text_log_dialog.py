from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.exports.text_log_dialog import TextLogDialog

CHOICE = TextLogChoice(False, Path("/tmp/log.txt"), 16, 4)


class Dialog(TextLogDialog):
    """Keeps the choices made."""

    def __init__(self, choice):
        super().__init__(choice)
        self.made: list[TextLogChoice] = []
        self.choice_made.connect(self.made.append)


@pytest.fixture
def open_dialog(qtbot, theme):
    def open_dialog(choice=CHOICE):
        dialog = Dialog(choice)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        return dialog

    return open_dialog


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_choice_is_shown_and_given_back(open_dialog, qtbot):
    dialog = open_dialog(CHOICE._replace(is_on=True))
    press(qtbot, dialog.ok_button)

    assert dialog.made == [CHOICE._replace(is_on=True)]


def test_it_is_switched_on_and_set(open_dialog, qtbot):
    dialog = open_dialog()
    assert not dialog.path_field.isEnabled()
    qtbot.keyClick(dialog.is_on, Qt.Key.Key_Space)
    dialog.path_field.edit.setText("/tmp/other.txt")
    dialog.megabytes.setValue(2)
    dialog.kept.setValue(0)
    press(qtbot, dialog.ok_button)

    assert dialog.made == [TextLogChoice(True, Path("/tmp/other.txt"), 2, 0)]


def test_a_missing_name_is_a_mistake_only_when_it_is_on(open_dialog, qtbot):
    dialog = open_dialog(CHOICE._replace(is_on=True))
    dialog.path_field.edit.clear()
    press(qtbot, dialog.ok_button)
    assert dialog.mistake.text() == "Name the file to write."
    assert dialog.made == []

    qtbot.keyClick(dialog.is_on, Qt.Key.Key_Space)
    assert dialog.mistake.isHidden()
    press(qtbot, dialog.ok_button)
    assert not dialog.made[0].is_on


def test_what_went_wrong_is_said_and_can_be_mended(open_dialog, qtbot):
    dialog = open_dialog(CHOICE._replace(is_on=True))
    press(qtbot, dialog.ok_button)
    dialog.show_mistake("It cannot be written.")

    assert dialog.mistake.isVisible()
    assert dialog.isEnabled()
    qtbot.keyClicks(dialog.path_field.edit, "x")
    assert dialog.mistake.isHidden()


def test_every_text_is_translated(qtbot, theme, pseudo_language):
    dialog = TextLogDialog(CHOICE)
    qtbot.addWidget(dialog)

    texts = [dialog.windowTitle(), dialog.is_on.text(), dialog.ok_button.text()]
    assert all(text.startswith("⟦") for text in texts)
    assert dialog.kept.accessibleName().startswith("⟦")
