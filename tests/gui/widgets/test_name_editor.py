import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.widgets.name_editor import LONGEST_NAME, NameEditor


@pytest.mark.parametrize(
    ("typed", "key", "done"),
    [
        (" mine ", Qt.Key.Key_Return, "mine"),
        ("  ", Qt.Key.Key_Return, ""),
        ("mine", Qt.Key.Key_Escape, ""),
        ("x" * 200, Qt.Key.Key_Return, "x" * LONGEST_NAME),
    ],
)
def test_enter_accepts_and_escape_discards_once(qtbot, typed, key, done):
    editor = NameEditor("before")
    qtbot.addWidget(editor)
    names: list[str] = []
    editor.finished.connect(names.append)
    editor.show()
    editor.selectAll()
    qtbot.keyClicks(editor, typed)
    qtbot.keyClick(editor, key)
    editor.clearFocus()
    assert names == [done]
