import pytest
from PySide6.QtWidgets import QDialogButtonBox

from socket_workbench.gui.dialogs.note import NoteDialog


@pytest.fixture
def dialog(qtbot):
    dialog = NoteDialog(41, "odd", None)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_a_note_is_written(dialog, qtbot):
    assert "42" in dialog.windowTitle()
    assert dialog.text.toPlainText() == "odd"
    dialog.text.setPlainText("very odd")
    with qtbot.waitSignal(dialog.written) as written:
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert written.args == [41, "very odd"]


def test_nothing_is_written_when_cancelled(dialog, qtbot):
    with qtbot.assertNotEmitted(dialog.written):
        dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert dialog.isHidden()
