import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.script_comparison import Comparison, compared
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.script.difference_view import DifferenceView


@pytest.fixture
def view(qtbot):
    view = DifferenceView()
    qtbot.addWidget(view)
    view.resize(900, 200)
    return view


def failed(comparison, words="something"):
    return Finished(False, "reason", words, "", comparison)


def marks(side):
    return [selection.cursor.selectedText() for selection in side.field.extraSelections()]


def test_both_are_shown_with_what_differs_and_where(view):
    view.show_difference(failed(compared(b"Hello, Anna!", b"Hello, Bob!", 7)))

    assert view.isVisible()
    assert view.sentence.text().startswith("Byte 8: expected 41 6e")
    assert view.expected.text() == "Expected · 12 bytes\nHello, Anna!"
    assert view.received.text() == "Received · 11 bytes\nHello, Bob!"
    assert (marks(view.expected), marks(view.received)) == (["Anna"], ["Bob"])
    assert view.received.field.accessibleName() == "Received"
    assert view.received.field.accessibleDescription().startswith("byte 8: ")
    assert view.received.field.isReadOnly()


def test_both_are_shown_in_hex_by_choice_and_at_once_if_they_are_no_text(view, qtbot):
    view.show_difference(failed(compared(b"abc", b"abx", 2)))
    assert not view.hex_button.isChecked()
    qtbot.mouseClick(view.hex_button, Qt.MouseButton.LeftButton)
    assert view.received.field.toPlainText().startswith("0000  61 62 78 ")
    assert marks(view.received) == ["78", "x"]
    view.show_difference(failed(compared(b"abc", b"ab\xff", 2)))
    assert view.hex_button.isChecked()
    view.show_difference(failed(compared(b"abc", b"abx", 2)))
    assert not view.hex_button.isChecked()


def test_what_is_no_certain_text_is_said_in_words(view):
    view.show_difference(failed(Comparison(b"pong\n", 5), 'something with "ping" in it'))

    assert view.sentence.text() == "Something else came."
    assert view.expected.text() == 'Expected\nsomething with "ping" in it'
    assert view.received.text() == "Received · 5 bytes\npong\\n"


def test_of_much_it_says_which_bytes_are_shown(view):
    expected = b"x" * 5000
    view.show_difference(failed(compared(expected, expected[:-10] + b"y" * 10, 4990)))

    assert "bytes 4,721 to 5,000 of 5,000" in view.received.text()
    assert marks(view.received) == ["y" * 10]


def test_all_of_it_can_be_copied(view, qtbot):
    view.show_difference(failed(compared(b"a", b"b", 0)))
    qtbot.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == (
        "Byte 1: expected 61, received 62\n\nExpected · 1 byte\na\n\nReceived · 1 byte\nb\n"
    )


def test_it_can_be_hidden(view, qtbot):
    view.show_difference(failed(None))
    assert not view.isVisible()
    view.show_difference(failed(compared(b"a", b"b", 0)))
    with qtbot.waitSignal(view.closed):
        qtbot.mouseClick(view.close_button, Qt.MouseButton.LeftButton)
    assert not view.isVisible()


def test_both_stand_side_by_side_where_there_is_room(view, qtbot):
    view.show_difference(failed(compared(b"a", b"b", 0)))
    qtbot.waitUntil(lambda: view.received.x() > view.expected.geometry().right())
    view.resize(300, 300)
    qtbot.waitUntil(lambda: view.received.y() > view.expected.geometry().bottom())


def test_marks_have_the_colours_of_the_theme(view, theme):
    view.show_difference(failed(compared(b"a", b"b", 0)))
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        theme.set_scheme(scheme)
        (selection,) = view.received.field.extraSelections()
        assert selection.format.background().color() == tokens().color("error_chip")
        assert selection.format.foreground().color() == tokens().color("error")
        assert selection.format.fontUnderline()
