import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from socket_workbench.gui.window.open_all import OpenAllDialog


@pytest.fixture
def dialog(qtbot, theme):
    dialog = OpenAllDialog(150)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    return dialog


def test_the_question_says_how_many(dialog):
    assert dialog.question.text() == "Open all 150 files?"


@pytest.mark.parametrize(
    ("key", "result"),
    [
        (Qt.Key.Key_Return, QDialog.DialogCode.Accepted),
        (Qt.Key.Key_Escape, QDialog.DialogCode.Rejected),
    ],
)
def test_enter_opens_all_and_escape_none(dialog, qtbot, key, result):
    with qtbot.waitSignal(dialog.finished) as finished:
        qtbot.keyClick(dialog, key)
    assert finished.args == [result.value]
