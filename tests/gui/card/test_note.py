import pytest
from PySide6.QtWidgets import QDialogButtonBox

from socket_workbench.gui.card.note import NoteDialog


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


def test_a_note_is_kept_as_it_was_typed(dialog, qtbot):
    dialog.text.setPlainText("10\u00a0km\nfar 😀")
    with qtbot.waitSignal(dialog.written) as written:
        dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert written.args[1] == "10\u00a0km\nfar 😀"


def test_a_note_that_is_too_long_says_so_and_cannot_be_saved(dialog):
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    dialog.text.setPlainText("x" * 2_001)
    assert not save.isEnabled()
    assert dialog.mistake() == "A note has 2,000 characters at most; this one has 2,001."

    dialog.text.setPlainText("x" * 2_000)
    assert save.isEnabled()
    assert dialog.mistake() == ""
