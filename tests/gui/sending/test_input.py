import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.sending.editor import MessageEditor
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.input import MessageInput


@pytest.fixture
def field(qtbot):
    field = MessageInput(lambda text: text.replace("\n", r"\n"))
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    return field


def test_the_text_goes_along_to_the_large_field_and_back(field, qtbot):
    qtbot.keyClicks(field.current(), "one")
    field.set_large(True)

    assert isinstance(field.current(), MessageEditor)
    assert field.current().isVisible()
    assert field.text() == "one"
    qtbot.keyClick(field.current(), Qt.Key.Key_Return)
    qtbot.keyClicks(field.current(), "two")
    assert field.text() == "one\ntwo"

    field.set_large(False)
    assert isinstance(field.current(), MessageField)
    assert field.text() == r"one\ntwo"
    field.set_large(True)
    assert field.text() == "one\ntwo"
    field.set_large(False)
    field.forget_lines()
    field.set_large(True)
    assert field.text() == r"one\ntwo"


def test_the_keyboard_goes_along(field, qtbot):
    field.current().setFocus()
    qtbot.waitUntil(field.current().hasFocus)
    field.set_large(True)

    assert field.current().hasFocus()


def test_editing_is_told_in_both_fields(field, qtbot):
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.current(), "a")
    field.set_large(True)
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.current(), "b")
    with qtbot.assertNotEmitted(field.edited):
        field.set_large(True)


def test_sending_is_asked_for_in_both_fields(field, qtbot):
    with qtbot.waitSignal(field.send_requested):
        qtbot.keyClick(field.current(), Qt.Key.Key_Return)
    field.set_large(True)
    with qtbot.waitSignal(field.send_requested):
        qtbot.keyClick(field.current(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("large", [False, True])
def test_a_place_can_be_shown(field, qtbot, large):
    field.set_large(large)
    field.set_text("Hello")
    field.show_place(2)
    qtbot.keyClicks(field.current(), "_")

    assert field.text() == "He_llo"
    field.show_place(99)
    qtbot.keyClicks(field.current(), "!")
    assert field.text() == "He_llo!"


@pytest.mark.parametrize("large", [False, True])
def test_a_text_is_inserted_at_the_cursor(field, large):
    field.set_large(large)
    field.set_text("ad")
    field.show_place(1)
    field.insert("b\u00a0c")

    assert field.text() == "ab\u00a0cd"


@pytest.mark.parametrize("large", [False, True])
def test_in_hex_nothing_becomes_an_escape(field, large):
    field.set_large(large)
    field.set_escaping(False)
    field.insert("48\t65")

    assert field.text() == "48\t65"
