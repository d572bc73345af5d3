import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton

from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.payload.line_end import LineEnd


@pytest.fixture
def tools(qtbot):
    tools = SendTools()
    qtbot.addWidget(tools)
    return tools


def named(tools, kind, name):
    return next(one for one in tools.findChildren(kind) if one.accessibleName() == name)


def test_the_mode_is_chosen_with_the_keys(tools, qtbot):
    mode = named(tools, QComboBox, "Spelling")
    with qtbot.waitSignal(tools.mode_chosen) as told:
        qtbot.keyClick(mode, Qt.Key.Key_Down)

    assert told.args == ["hex"]
    assert tools.mode() == "hex"
    assert not named(tools, QComboBox, "Line end").isEnabled()
    with qtbot.assertNotEmitted(tools.mode_chosen):
        qtbot.keyClick(mode, Qt.Key.Key_Down)


def test_the_line_end_is_chosen_with_the_keys(tools, qtbot):
    line_end = named(tools, QComboBox, "Line end")
    seen = [tools.line_end()]
    for _ in range(3):
        with qtbot.waitSignal(tools.line_end_chosen):
            qtbot.keyClick(line_end, Qt.Key.Key_Down)
        seen.append(tools.line_end())

    assert seen == [LineEnd.NONE, LineEnd.LF, LineEnd.CR, LineEnd.CRLF]


def test_what_the_program_shows_is_not_told(tools, qtbot):
    with (
        qtbot.assertNotEmitted(tools.mode_chosen),
        qtbot.assertNotEmitted(tools.line_end_chosen),
        qtbot.assertNotEmitted(tools.large_toggled),
    ):
        tools.set_mode("hex")
        tools.set_line_end(LineEnd.CR)
        tools.set_large(True)

    assert (tools.mode(), tools.line_end()) == ("hex", LineEnd.CR)
    assert named(tools, QToolButton, "Several lines").isChecked()


def test_the_large_field_is_switched(tools, qtbot):
    switch = named(tools, QToolButton, "Several lines")
    with qtbot.waitSignal(tools.large_toggled) as told:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert told.args == [True]


def test_the_count_is_always_there(tools):
    label = named(tools, QLabel, "Length of the message")
    tools.show_count(1)
    assert label.text() == "1 byte"
    tools.show_count(6)
    assert label.text() == "6 bytes"
    tools.show_count(None)
    assert label.text() == "— bytes"


def test_the_encoding_is_named_where_it_is_not_the_usual_one(tools):
    mode = named(tools, QComboBox, "Spelling")
    assert mode.currentText() == "Text"
    tools.show_encoding("shift_jis")
    assert mode.currentText() == "Text (Shift_JIS)"
    tools.show_encoding("utf-8")
    assert mode.currentText() == "Text"
