import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.payload.line_end import LineEnd


@pytest.fixture
def tools(qtbot):
    tools = SendTools()
    qtbot.addWidget(tools)
    tools.show()
    return tools


def entry(tools, words):
    return next(each for each in tools.form_button.menu().actions() if each.text() == words)


def by_keys(tools, qtbot, *keys):
    """Open the menu with the keyboard, and press keys in it."""
    menu = tools.form_button.menu()
    menu.popup(tools.mapToGlobal(tools.rect().bottomLeft()))
    qtbot.waitUntil(menu.isVisible)
    for key in keys:
        QTest.keyClick(menu, key)
    assert not menu.isVisible()


def test_the_mode_is_chosen_with_the_keys(tools, qtbot):
    with qtbot.waitSignal(tools.mode_chosen) as told:
        by_keys(tools, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert told.args == ["hex"]
    assert tools.mode() == "hex"
    assert tools.form_button.text() == "Hex"
    assert not entry(tools, "LF").isEnabled()
    with qtbot.assertNotEmitted(tools.mode_chosen):
        entry(tools, "Hex").trigger()


def test_the_line_end_is_chosen_and_shown(tools, qtbot):
    seen = []
    for words in ("LF", "CR", "CR LF", "No line end"):
        with qtbot.waitSignal(tools.line_end_chosen):
            entry(tools, words).trigger()
        seen.append((tools.line_end(), tools.form_button.text()))

    assert seen == [
        (LineEnd.LF, "Text · LF"),
        (LineEnd.CR, "Text · CR"),
        (LineEnd.CRLF, "Text · CR LF"),
        (LineEnd.NONE, "Text"),
    ]


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
    assert entry(tools, "Several lines").isChecked()
    tools.set_mode("text")
    assert tools.form_button.text() == "Text · CR"
    assert tools.form_button.accessibleName() == "Form of the message: Text, CR"


def test_the_large_field_is_switched(tools, qtbot):
    with qtbot.waitSignal(tools.large_toggled) as told:
        entry(tools, "Several lines").trigger()
    assert told.args == [True]


def test_the_count_is_always_there(tools):
    labels = tools.findChildren(QLabel)
    (label,) = (each for each in labels if each.accessibleName() == "Length of the message")
    tools.show_count(1)
    assert (label.text(), label.toolTip()) == ("1 B", "1 byte")
    tools.show_count(60_000)
    assert label.text() == "60,000 B"
    tools.show_count(None)
    assert label.text() == "— B"


def test_the_encoding_is_named_where_it_is_not_the_usual_one(tools):
    tools.set_line_end(LineEnd.LF)
    assert tools.form_button.text() == "Text · LF"
    tools.show_encoding("shift_jis")
    assert tools.form_button.text() == "Text (Shift_JIS) · LF"
    tools.show_encoding("utf-8")
    assert tools.form_button.text() == "Text · LF"
