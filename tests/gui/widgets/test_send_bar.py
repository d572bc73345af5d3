import warnings

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.widgets.message_field import MessageField
from socket_workbench.gui.widgets.send_bar import SendBar


class Place:
    """A send bar, and another field to go to."""

    def __init__(self, qtbot):
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.bar = SendBar()
        self.other = QLineEdit()
        column.addWidget(self.bar)
        column.addWidget(self.other)
        self.sent = []
        self.bar.message_ready.connect(self.sent.append)
        self.field = self.bar.findChild(MessageField)
        self.window.resize(900, 200)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def named(self, kind, name):
        return next(one for one in self.bar.findChildren(kind) if one.accessibleName() == name)

    def button(self, text):
        return next(one for one in self.bar.findChildren(QPushButton) if one.text() == text)

    def count(self):
        return self.named(QLabel, "Length of the message").text()


@pytest.fixture
def place(qtbot):
    return Place(qtbot)


def type_and_send(place, qtbot, text):
    qtbot.keyClicks(place.field, text)
    qtbot.keyClick(place.field, Qt.Key.Key_Return)


def test_enter_sends_and_empties_the_field(place, qtbot):
    type_and_send(place, qtbot, "wangwu")

    assert place.sent == [b"wangwu"]
    assert place.bar.text() == ""


def test_the_button_sends(place, qtbot):
    qtbot.keyClicks(place.field, r"a\r\n")
    qtbot.mouseClick(place.button("Send"), Qt.MouseButton.LeftButton)

    assert place.sent == [b"a\r\n"]


def test_the_byte_count_includes_the_line_end(place, qtbot):
    assert place.count() == "0 bytes"
    qtbot.keyClicks(place.field, "wangwu")
    assert place.count() == "6 bytes"
    line_end = place.named(QComboBox, "Line end")
    with qtbot.waitSignal(place.bar.settings_changed):
        qtbot.keyClick(line_end, Qt.Key.Key_End)
    assert place.count() == "8 bytes"
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b"wangwu\r\n"]


def test_a_mistake_is_said_with_its_column_and_gone_to(place, qtbot):
    type_and_send(place, qtbot, r"ab\qcd")

    assert place.sent == []
    assert place.bar.mistake().startswith("Column 3: ")
    assert place.count() == "— bytes"
    assert place.field.property("mistaken") is True
    assert place.field.cursorPosition() == 2
    assert place.bar.text() == r"ab\qcd"


def test_nothing_is_said_while_someone_still_types(place, qtbot):
    qtbot.keyClicks(place.field, "ab\\")
    assert place.bar.mistake() == ""

    place.other.setFocus()
    assert place.bar.mistake().startswith("Column 3: ")

    place.field.setFocus()
    place.field.end(False)
    qtbot.keyClicks(place.field, "n")
    assert place.bar.mistake() == ""
    assert place.count() == "3 bytes"


def test_up_and_down_recall_with_their_mode(place, qtbot):
    type_and_send(place, qtbot, "one")
    qtbot.keyClick(place.named(QComboBox, "Spelling"), Qt.Key.Key_Down)
    type_and_send(place, qtbot, "02")
    qtbot.keyClicks(place.field, "ff")

    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert place.bar.text() == "02"
    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert place.bar.text() == "one"
    assert place.bar.state()["mode"] == "text"
    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert place.bar.text() == "one"
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    assert place.bar.text() == "ff"
    assert place.bar.state()["mode"] == "hex"
    assert place.sent == [b"one", b"\x02"]


def test_hex_is_tidied_when_the_field_is_left(place, qtbot):
    qtbot.keyClick(place.named(QComboBox, "Spelling"), Qt.Key.Key_Down)
    qtbot.keyClicks(place.field, "0x48,0x65 6c6C")
    assert place.bar.text() == "0x48,0x65 6c6C"

    place.other.setFocus()

    assert place.bar.text() == "48 65 6c 6c"
    assert place.count() == "4 bytes"


def test_changing_the_mode_spells_the_same_bytes(place, qtbot):
    qtbot.keyClicks(place.field, r"Hi\n")
    mode = place.named(QComboBox, "Spelling")
    qtbot.keyClick(mode, Qt.Key.Key_Down)
    assert place.bar.text() == "48 69 0a"
    qtbot.keyClick(mode, Qt.Key.Key_Up)
    assert place.bar.text() == r"Hi\n"


def test_changing_the_mode_keeps_what_cannot_be_read(place, qtbot):
    qtbot.keyClicks(place.field, "\\")
    qtbot.keyClick(place.named(QComboBox, "Spelling"), Qt.Key.Key_Down)

    assert place.bar.text() == "\\"
    assert place.bar.mistake()


def test_nothing_is_not_sent_unless_it_may_be(place, qtbot):
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == []
    assert "nothing to send" in place.bar.mistake()
    place.bar.set_empty_allowed(True)
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b""]
    assert place.bar.mistake() == ""


def test_while_nobody_is_connected_the_reason_is_said(place, qtbot):
    place.bar.set_ready(False, "Connect first.")
    type_and_send(place, qtbot, "wangwu")

    assert place.sent == []
    assert place.bar.mistake() == "Connect first."
    assert place.bar.text() == "wangwu"
    assert not place.button("Send").isEnabled()
    place.bar.set_ready(True)
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b"wangwu"]
    assert place.bar.mistake() == ""


def test_the_large_field_sends_several_lines(place, qtbot):
    qtbot.mouseClick(place.named(QToolButton, "Several lines"), Qt.MouseButton.LeftButton)
    editor = place.bar.findChild(QPlainTextEdit)
    qtbot.keyClick(place.named(QComboBox, "Line end"), Qt.Key.Key_End)
    qtbot.keyClicks(editor, "GET")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert place.sent == [b"GET\r\n\r\n"]
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b\\q")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.bar.mistake().startswith("Line 2, column 2: ")
    assert editor.textCursor().position() == 3


def test_settings_and_history_can_be_kept(place, qtbot):
    qtbot.keyClick(place.named(QComboBox, "Line end"), Qt.Key.Key_Down)
    type_and_send(place, qtbot, "one")
    state = place.bar.state()
    another = SendBar()
    qtbot.addWidget(another)
    another.restore(state)

    assert state == {
        "mode": "text",
        "line_end": "lf",
        "large": False,
        "history": [["text", "one"]],
    }
    assert another.state() == state
    qtbot.keyClick(another.findChild(MessageField), Qt.Key.Key_Up)
    assert another.text() == "one"


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"mode": "morse", "line_end": "bell", "large": "yes", "history": "one"},
        {"mode": 1, "line_end": None, "history": [1, ["a"], ["a", "b", "c"]]},
    ],
)
def test_a_damaged_state_does_no_harm(place, state):
    before = place.bar.state()
    place.bar.restore(state)

    assert place.bar.state() == before


def test_a_large_field_is_restored(place):
    place.bar.restore({"large": True})

    assert place.bar.state()["large"] is True
    assert place.named(QToolButton, "Several lines").isChecked()


def test_a_file_is_chosen(place, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/tmp/a.bin", ""))
    with qtbot.waitSignal(place.bar.file_requested) as told:
        place.named(QToolButton, "Send a file…").click()
    assert told.args == ["/tmp/a.bin"]

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    with qtbot.assertNotEmitted(place.bar.file_requested):
        place.named(QToolButton, "Send a file…").click()


def drop(bar, urls):
    data = QMimeData()
    data.setUrls(urls)
    place, buttons = QPointF(5, 5), Qt.MouseButton.LeftButton
    keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    with warnings.catch_warnings():
        # From 6.12 on this one is deprecated; the one in its place does not exist before.
        warnings.simplefilter("ignore", DeprecationWarning)
        entered = QDragEnterEvent(place.toPoint(), action, data, buttons, keys)
    entered.ignore()
    bar.dragEnterEvent(entered)
    if entered.isAccepted():
        bar.dropEvent(QDropEvent(place, action, data, buttons, keys))
    return entered.isAccepted()


def test_a_file_can_be_dropped(place, qtbot):
    with qtbot.waitSignal(place.bar.file_requested) as told:
        assert drop(place.bar, [QUrl.fromLocalFile("/tmp/a.bin")])
    assert told.args == ["/tmp/a.bin"]
    assert not drop(place.bar, [QUrl("http://example.org/")])
    place.bar.set_ready(False, "Connect first.")
    assert not drop(place.bar, [QUrl.fromLocalFile("/tmp/a.bin")])


def test_a_transfer_is_shown_and_can_be_cancelled(place, qtbot):
    file_button = place.named(QToolButton, "Send a file…")
    place.bar.show_progress(1, 4)

    assert place.bar.findChild(QProgressBar).isVisible()
    assert not file_button.isEnabled()
    with qtbot.waitSignal(place.bar.cancel_requested):
        place.button("Cancel").click()
    place.bar.hide_progress()
    assert not place.bar.findChild(QProgressBar).isVisible()
    assert file_button.isEnabled()


def test_a_narrow_bar_has_two_rows(place, qtbot):
    mode = place.named(QComboBox, "Spelling")

    def same_row():
        top = mode.mapTo(place.bar, mode.rect().topLeft()).y()
        return top < place.field.mapTo(place.bar, place.field.rect().bottomLeft()).y()

    qtbot.waitUntil(same_row)
    place.window.resize(place.window.minimumSizeHint().width(), 300)
    qtbot.waitUntil(lambda: not same_row())
    place.window.resize(900, 200)
    qtbot.waitUntil(same_row)


def test_whom_to_send_to_stands_at_the_left(place, qtbot):
    target = QComboBox()
    target.addItem("To all (2)")
    place.bar.set_target(target)
    qtbot.waitUntil(lambda: target.geometry().right() < place.field.parentWidget().x())

    assert target.isVisible()
