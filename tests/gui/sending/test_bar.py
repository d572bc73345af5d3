import json
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.editor import MessageEditor
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.input import MessageInput
from socket_workbench.gui.sending.mistake_line import MistakeLine
from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.gui.sending.tools import SendTools
from socket_workbench.gui.widgets.tab_order import ReadingOrderWindow
from socket_workbench.gui.widgets.whole_line import LONGEST
from socket_workbench.payload.line_end import LineEnd


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
        self.sent: list[bytes] = []
        self.bar.message_ready.connect(lambda outgoing: self.sent.append(outgoing.data))
        (self.input,) = self.bar.findChildren(MessageInput)
        (self.field,) = self.bar.findChildren(MessageField)
        self.window.resize(900, 200)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def named(self, kind, name):
        return next(one for one in self.bar.findChildren(kind) if one.accessibleName() == name)

    @property
    def editor(self):
        """The field for several lines, which is there once it was shown."""
        (editor,) = self.bar.findChildren(MessageEditor)
        return editor

    def button(self, text):
        return next(one for one in self.bar.findChildren(QPushButton) if one.text() == text)

    def shown_field(self):
        return self.input.current()

    def choose(self, words):
        """Choose an entry of the menu of the message's form."""
        self.entry(words).trigger()

    def entry(self, words):
        (tools,) = self.bar.findChildren(SendTools)
        actions = tools.form_button.menu().actions()
        return next(action for action in actions if action.text() == words)

    def send(self):
        self.input.send_requested.emit()

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
    assert place.count() == "0 B"
    qtbot.keyClicks(place.field, "wangwu")
    assert place.count() == "6 B"
    with qtbot.waitSignal(place.bar.settings_changed):
        place.choose("CR LF")
    assert place.count() == "8 B"
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b"wangwu\r\n"]


def test_a_mistake_is_said_with_its_column_and_gone_to(place, qtbot):
    type_and_send(place, qtbot, r"ab\qcd")

    assert place.sent == []
    assert place.bar.mistake().startswith("Column 3: ")
    assert place.count() == "— B"
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
    assert place.count() == "3 B"


def test_up_and_down_recall_with_their_mode(place, qtbot):
    type_and_send(place, qtbot, "one")
    place.choose("Hex")
    type_and_send(place, qtbot, "02")
    qtbot.keyClicks(place.field, "ff")

    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert (place.bar.text(), place.bar.state()["mode"]) == ("02", "hex")
    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert (place.bar.text(), place.bar.state()["mode"]) == ("one", "text")
    qtbot.keyClick(place.field, Qt.Key.Key_Up)
    assert place.bar.text() == "one"
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    qtbot.keyClick(place.field, Qt.Key.Key_Down)
    assert place.bar.text() == "ff"
    assert place.bar.state()["mode"] == "hex"
    assert place.sent == [b"one", b"\x02"]


def test_hex_is_tidied_when_the_field_is_left(place, qtbot):
    place.choose("Hex")
    qtbot.keyClicks(place.field, "0x48,0x65 6c6C")
    assert place.bar.text() == "0x48,0x65 6c6C"

    place.other.setFocus()

    assert place.bar.text() == "48 65 6c 6c"
    assert place.count() == "4 B"


def test_changing_the_mode_spells_the_same_bytes(place, qtbot):
    qtbot.keyClicks(place.field, r"Hi\n")
    place.choose("Hex")
    assert place.bar.text() == "48 69 0a"
    place.choose("Text with escapes")
    assert place.bar.text() == r"Hi\n"


def test_changing_the_mode_keeps_what_cannot_be_read(place, qtbot):
    qtbot.keyClicks(place.field, "\\")
    place.choose("Hex")

    assert place.bar.text() == "\\"
    assert place.bar.mistake()


def test_nothing_is_not_sent_unless_it_may_be(place, qtbot):
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == []
    assert place.bar.mistake() == "Nothing was sent: a stream carries no empty message."
    assert place.window.findChild(MistakeLine).property("tone") == "info"
    assert not place.field.property("mistaken")
    place.bar.set_empty_allowed(True)
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b""]
    assert place.bar.mistake() == ""


def test_while_nobody_is_connected_the_reason_is_said(place, qtbot):
    place.bar.set_link(Link.NONE, "Connect first.")
    type_and_send(place, qtbot, "wangwu")

    assert place.sent == []
    assert place.bar.mistake() == "Connect first."
    assert place.bar.text() == "wangwu"
    assert not place.button("Send").isEnabled()
    place.bar.set_link(Link.OPEN)
    qtbot.keyClick(place.field, Qt.Key.Key_Return)
    assert place.sent == [b"wangwu"]
    assert place.bar.mistake() == ""


def test_the_large_field_sends_several_lines(place, qtbot):
    place.choose("Several lines")
    editor = place.bar.findChild(QPlainTextEdit)
    place.choose("CR LF")
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
    place.choose("LF")
    type_and_send(place, qtbot, "one")
    qtbot.keyClicks(place.bar.findChild(MessageField), "not yet")
    state = place.bar.state()
    another = SendBar()
    qtbot.addWidget(another)
    another.restore(state)

    assert state == {
        "mode": "text",
        "line_end": "lf",
        "large": False,
        "values": False,
        "append": ["", "be"],
        "text": "not yet",
        "history": [["text", "one", "lf", "utf-8", ["", "be"], False]],
    }
    assert another.state() == state
    assert another.text() == "not yet"
    qtbot.keyClick(another.findChild(MessageField), Qt.Key.Key_Up)
    assert another.text() == "one"


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"mode": "morse", "line_end": "bell", "large": "yes", "history": "one"},
        {"mode": 1, "line_end": None, "text": 3, "history": [1, ["a"], ["a", "b", "c"]]},
        {"text": "x" * 10_001},
    ],
)
def test_a_damaged_state_does_no_harm(place, state):
    before = place.bar.state()
    place.bar.restore(state)

    assert place.bar.state() == before


def test_a_large_field_is_restored(place):
    place.bar.restore({"large": True})

    assert place.bar.state()["large"] is True
    assert place.entry("Several lines").isChecked()


def test_a_file_is_chosen(place, qtbot, answer_dialog, tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"a")
    place.choose("Send a file…")
    with qtbot.waitSignal(place.bar.file_requested) as told:
        answer_dialog(place.bar, path)
    assert told.args == [str(path)]

    place.choose("Send a file…")
    with qtbot.assertNotEmitted(place.bar.file_requested):
        answer_dialog(place.bar, None)


def drag_enter(data):
    place, action = QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction
    with warnings.catch_warnings():
        # From 6.12 on this one is deprecated; the one in its place does not exist before.
        warnings.simplefilter("ignore", DeprecationWarning)
        entered = QDragEnterEvent(
            place, action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    entered.ignore()
    return entered


def drop_data(widget, data):
    """Drop something, if it is taken."""
    entered = drag_enter(data)
    widget.dragEnterEvent(entered)
    if entered.isAccepted():
        place, buttons = QPointF(5, 5), Qt.MouseButton.LeftButton
        keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        widget.dropEvent(QDropEvent(place, action, data, buttons, keys))
    return entered.isAccepted()


def drop(bar, urls):
    data = QMimeData()
    data.setUrls(urls)
    return drop_data(bar, data)


def dropped_text(text):
    data = QMimeData()
    data.setText(text)
    return data


def test_a_file_can_be_dropped(place, qtbot):
    with qtbot.waitSignal(place.bar.file_requested) as told:
        assert drop(place.bar, [QUrl.fromLocalFile("/tmp/a.bin")])
    assert told.args == ["/tmp/a.bin"]
    with qtbot.assertNotEmitted(place.bar.file_requested):
        assert drop(place.bar, [QUrl.fromLocalFile(name) for name in ("/tmp/a", "/tmp/b")])
        assert "one file at a time" in place.bar.mistake()
        place.bar.set_link(Link.NONE, "Connect first.")
        assert drop(place.bar, [QUrl.fromLocalFile("/tmp/a.bin")])
        assert place.bar.mistake() == "Connect first."


def test_a_file_dropped_on_a_field_is_for_the_bar(place):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.bin")])
    entered = drag_enter(data)
    place.field.dragEnterEvent(entered)
    assert not entered.isAccepted()

    place.bar.restore({"large": True})
    assert not place.editor.canInsertFromMimeData(data)


# Whatever way a text comes into a field


def by_pasting(place, text):
    QGuiApplication.clipboard().setText(text)
    place.shown_field().paste()


def by_dropping_on_the_bar(place, text):
    drop_data(place.bar, dropped_text(text))


def by_dropping_on_the_field(place, text):
    if place.shown_field() is not place.field:
        place.editor.insertFromMimeData(dropped_text(text))
    else:
        drop_data(place.field, dropped_text(text))


def by_an_input_method(place, text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(place.shown_field(), event)


def by_setting(place, text):
    place.bar.set_text(text)


def by_recalling(place, text):
    """Send it, keep the state as settings do, and recall it in the next start's bar."""
    place.bar.restore({"history": []})
    by_pasting(place, text)
    place.send()
    state = json.loads(json.dumps(place.bar.state()))
    place.bar.restore({**state, "history": []})
    place.bar.restore(state)
    place.sent.clear()
    place.bar.findChild(MessageInput).earlier_requested.emit()


def by_going_to_the_other_size_and_back(place, text):
    by_pasting(place, text)
    switch = place.entry("Several lines")
    switch.trigger()
    switch.trigger()


WAYS = (
    by_pasting,
    by_dropping_on_the_bar,
    by_dropping_on_the_field,
    by_setting,
    by_recalling,
    by_going_to_the_other_size_and_back,
)

hostile = st.text(
    st.sampled_from("\r\n\t\0 \u00a0\u2028\u2029\u202e\ufeff\ufdd0\ufffc\x1b\x7f\x85a😀\u0301")
    | st.characters(exclude_categories=["Cs"]),
    max_size=12,
)


def check_that_it_is_sent_as_it_is(place, put, large, text):
    place.bar.restore({"large": large, "mode": "text", "line_end": "none"})
    place.bar.set_text("")
    place.sent.clear()
    # In a field a backslash begins an escape.
    put(place, text.replace("\\", r"\\"))
    assert place.count() == f"{len(text.encode()):,} B"
    place.send()
    assert place.sent == ([text.encode()] if text else [])


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("put", WAYS)
def test_any_text_is_sent_as_it_is(place, put, large):
    @settings(max_examples=12)
    @given(hostile)
    @example("\r\nA\r\nB\n\rC\r\n")
    @example("no-break\u00a0space, line\u2028and paragraph\u2029, 😀 and \0")
    def check(text):
        check_that_it_is_sent_as_it_is(place, put, large, text)

    check()


@pytest.mark.parametrize("large", [False, True])
def test_any_text_of_an_input_method_is_sent_as_it_is(place, large):
    """What is composed holds no line breaks: those are keys."""

    @settings(max_examples=12)
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=8))
    def check(text):
        check_that_it_is_sent_as_it_is(place, by_an_input_method, large, text)

    check()


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("line_end", ["none", "lf", "cr", "crlf"])
def test_pasted_line_ends_stay_what_they_are(place, large, line_end):
    place.bar.restore({"large": large, "line_end": line_end})
    by_pasting(place, "A\r\nB")
    place.send()

    assert place.sent == [b"A\r\nB" + LineEnd(line_end).bytes]


def test_typed_lines_survive_the_way_to_the_small_field_and_back(place, qtbot):
    place.bar.restore({"large": True, "line_end": "crlf"})
    qtbot.keyClicks(place.editor, "a")
    qtbot.keyClick(place.editor, Qt.Key.Key_Return)
    qtbot.keyClick(place.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(place.editor, r"b\\")
    switch = place.entry("Several lines")

    switch.trigger()
    assert place.bar.text() == r"a\r\n\r\nb\\"
    assert place.count() == "9 B"
    switch.trigger()
    assert place.bar.text() == "a\n\nb\\\\"
    assert place.count() == "9 B"
    switch.trigger()
    place.send()
    assert place.sent == [b"a\r\n\r\nb\\\r\n"]


def test_a_mistake_at_a_lines_end_stays_one(place):
    place.bar.restore({"large": True})
    by_pasting(place, "a\\\nb")
    place.choose("Several lines")
    place.send()

    assert place.sent == []
    assert place.bar.mistake()


@pytest.mark.parametrize("large", [False, True])
def test_sixty_thousand_characters_are_sent(place, large):
    place.bar.restore({"large": large})
    by_pasting(place, "0123456789" * 6_000)
    place.send()

    assert place.sent == [b"0123456789" * 6_000]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("put", [by_pasting, by_dropping_on_the_bar, by_setting])
def test_what_is_too_long_is_refused_with_a_sentence(place, qtbot, put, large):
    place.bar.restore({"large": large})
    by_pasting(place, "before")
    put(place, "x" * LONGEST + "😀")

    qtbot.waitUntil(lambda: "262,144 characters" in place.bar.mistake())
    assert place.bar.text() == "before"


def test_a_megabyte_of_hex_is_refused_and_a_quarter_is_read(place, qtbot):
    place.bar.restore({"mode": "hex"})
    by_pasting(place, "48 " * 350_000)
    qtbot.waitUntil(lambda: "262,144 characters" in place.bar.mistake())
    by_pasting(place, "48\r\n" * 60_000)

    assert place.count() == "60,000 B"
    place.send()
    assert place.sent == [b"H" * 60_000]


def test_lines_too_many_for_one_stay_in_the_large_field(place, qtbot):
    place.bar.restore({"large": True})
    by_pasting(place, "\n" * (LONGEST // 2 + 1))
    place.choose("Several lines")

    qtbot.waitUntil(lambda: "262,144 characters" in place.bar.mistake())
    assert place.bar.state()["large"] is True
    assert place.entry("Several lines").isChecked()


def test_a_spelling_too_long_is_refused(place, qtbot):
    by_pasting(place, "x" * (LONGEST // 2))
    place.choose("Hex")

    assert "262,144 characters" in place.bar.mistake()
    assert place.bar.state()["mode"] == "text"


def test_a_field_is_copied_as_it_is(place):
    place.bar.restore({"large": True})
    by_pasting(place, "a\u00a0b\nc\td")
    place.editor.selectAll()
    place.editor.copy()

    assert QGuiApplication.clipboard().text() == "a\u00a0b\nc\td"


def test_a_mistake_behind_an_astral_character_is_gone_to(place):
    for large in (False, True):
        place.bar.restore({"large": large})
        by_setting(place, "😀😀\\q")
        place.send()
        field = place.shown_field()
        place_of_cursor = field.textCursor().position() if large else field.cursorPosition()
        assert place_of_cursor == 4


# Encodings


def test_text_is_sent_in_the_endpoints_encoding(place, qtbot):
    place.bar.set_encoding("shift_jis")
    by_setting(place, "日本")

    assert place.count() == "4 B"
    assert place.bar.findChild(SendTools).form_button.text() == "Text (Shift_JIS)"
    place.send()
    assert place.sent == ["日本".encode("shift_jis")]
    by_setting(place, "日本é")
    place.send()
    assert len(place.sent) == 1
    assert place.bar.text() == "日本é"
    assert place.bar.mistake().startswith("Column 3: shift_jis has no é")
    assert place.count() == "— B"
    place.bar.set_encoding("utf-8")
    place.send()
    assert place.sent[1:] == ["日本é".encode()]


@pytest.mark.parametrize("width", [320, 560, 900])
def test_the_encoding_is_read_in_full(place, qtbot, width):
    place.window.resize(width, 200)
    form = place.bar.findChild(SendTools).form_button
    qtbot.waitUntil(lambda: form.isVisible() and form.width() >= form.sizeHint().width())
    narrow = form.width()

    place.bar.set_encoding("utf-16-le")

    qtbot.waitUntil(lambda: form.width() > narrow)
    assert form.text() == "Text (UTF-16 LE)"
    assert form.width() >= form.sizeHint().width()
    assert place.bar.rect().contains(form.mapTo(place.bar, form.rect().bottomRight()))
    place.bar.set_encoding("utf-8")
    qtbot.waitUntil(lambda: form.width() == narrow)


def test_line_ends_are_in_the_encoding_too(place):
    place.bar.set_encoding("utf-16-le")
    place.bar.restore({"line_end": "crlf", "large": True})
    by_pasting(place, "a\r\nb\nc")
    place.send()

    assert place.sent == ["a\r\nb\r\nc\r\n".encode("utf-16-le")]


def test_bytes_are_spelled_in_the_encoding(place, qtbot):
    place.bar.set_encoding("shift_jis")
    by_setting(place, r"日\xff")
    place.choose("Hex")
    assert place.bar.text() == "93 fa ff"
    place.choose("Text with escapes")
    assert place.bar.text() == r"日\xff"


def test_what_is_refused_stays_in_the_field(place):
    place.bar.message_ready.connect(lambda message: place.bar.refuse("Nobody is there."))
    by_setting(place, "kept")
    place.send()

    assert place.bar.text() == "kept"
    assert place.bar.mistake() == "Nobody is there."
    assert place.bar.state()["history"] == []


def test_a_transfer_is_shown_and_can_be_cancelled(place, qtbot):
    file_entry = place.entry("Send a file…")
    place.bar.show_progress(1, 4)

    assert place.bar.findChild(QProgressBar).isVisible()
    assert not file_entry.isEnabled()
    with qtbot.waitSignal(place.bar.cancel_requested):
        place.button("Cancel").click()
    place.bar.hide_progress()
    assert not place.bar.findChild(QProgressBar).isVisible()
    assert file_entry.isEnabled()


def is_in_one_row(place):
    form = place.bar.findChild(SendTools).form_button
    top = form.mapTo(place.bar, form.rect().topLeft()).y()
    return top < place.field.mapTo(place.bar, place.field.rect().bottomLeft()).y()


def test_send_becomes_an_icon_before_a_narrow_bar_has_two_rows(place, qtbot):
    target = QComboBox()
    target.addItem("To all (2)")
    place.bar.set_target(target)
    send = place.button("Send")
    seen = []

    def look():
        QApplication.processEvents()
        shown = (is_in_one_row(place), send.text())
        if shown not in seen:
            seen.append(shown)
        widgets = (target, place.field, send, place.bar.findChild(SendTools).form_button)
        for widget in widgets:
            assert place.bar.rect().contains(
                widget.rect().translated(widget.mapTo(place.bar, QPoint()))
            )
        assert place.field.width() >= 40

    for width in range(600, place.window.minimumSizeHint().width(), -6):
        place.window.resize(width, 200)
        look()
    assert seen == [(True, "Send"), (True, ""), (False, "")]
    assert (send.toolTip(), send.accessibleName()) == ("Send", "Send")
    with qtbot.waitSignal(place.bar.message_ready):
        place.bar.set_text("a")
        send.click()
    place.window.resize(900, 200)
    look()
    assert (seen[-1], send.toolTip(), send.accessibleName()) == ((False, ""), "", "")
    assert is_in_one_row(place)


def test_whom_to_send_to_stands_at_the_left(place, qtbot):
    target = QComboBox()
    target.addItem("To all (2)")
    place.bar.set_target(target)
    qtbot.waitUntil(lambda: target.geometry().right() < place.field.parentWidget().x())

    assert target.isVisible()


@pytest.fixture
def again(place):
    """What the bar sends."""
    again: list[Outgoing] = []
    place.bar.message_ready.connect(again.append)
    return again


def test_one_click_sends_the_last_message_again(place, qtbot, again):
    button = place.named(QToolButton, "Send the last message again")
    assert not button.isEnabled()
    type_and_send(place, qtbot, "caf\\x00")
    qtbot.keyClicks(place.field, "draft")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert again == [Outgoing(b"caf\0")] * 2
    assert place.bar.text() == "draft"
    assert "caf" in button.toolTip()
    place.bar.set_link(Link.NONE, "Connect first.")
    assert not button.isEnabled()


def test_what_was_sent_again_is_what_was_sent_whatever_is_chosen_now(place, qtbot):
    place.choose("CR LF")
    place.bar.set_text("é")
    type_and_send(place, qtbot, "")
    place.choose("No line end")
    place.bar.set_encoding("latin-1")
    place.bar.sent.send_last()

    assert place.sent == ["é\r\n".encode()] * 2


def test_a_refusal_is_said(place, qtbot):
    type_and_send(place, qtbot, "ping")
    place.bar.message_ready.connect(lambda outgoing: place.bar.refuse("Gone."))
    place.bar.sent.send_last()

    assert place.bar.mistake() == "Gone."


def test_the_list_of_sent_messages_sends_puts_and_repeats(place, qtbot, again):
    for text in ("one", "two"):
        type_and_send(place, qtbot, text)
    again.clear()
    button = place.named(QToolButton, "Sent messages")
    sent_list = place.bar.sent.list
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sent_list.isVisible()
    item = sent_list.list.item(1)
    spot = sent_list.list.visualItemRect(item).center()
    viewport = sent_list.list.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    assert again == [Outgoing(b"one")]

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(sent_list.search, "w")
    qtbot.keyClick(sent_list.search, Qt.Key.Key_Return)
    assert place.bar.text() == "two"

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sent_list.repeat_button, Qt.MouseButton.LeftButton)
    repeating = place.bar.repeating
    assert repeating.isVisible()
    assert not repeating.is_running
    qtbot.keyClick(repeating.interval, Qt.Key.Key_Return)
    assert repeating.is_running
    assert again[1:2] == [Outgoing(b"one")]
    qtbot.mouseClick(repeating.button, Qt.MouseButton.LeftButton)
    assert not repeating.is_running


def test_repeating_takes_the_field_and_else_the_last_message(place, qtbot):
    place.bar.repeat_message()
    assert "repeating" not in place.bar.__dict__
    type_and_send(place, qtbot, "sent")
    place.bar.repeat_message()
    assert place.bar.repeating.findChild(QLabel).text() == "sent"
    place.bar.set_text("typed")
    place.bar.repeat_message()
    assert place.bar.repeating.findChild(QLabel).text() == "typed"


def test_closing_the_row_that_repeats_gives_the_focus_to_the_field(qtbot):
    window = ReadingOrderWindow()
    qtbot.addWidget(window)
    column, bar = QVBoxLayout(), SendBar()
    column.addWidget(QLineEdit())
    column.addWidget(bar)
    whole = QWidget()
    whole.setLayout(column)
    window.setCentralWidget(whole)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    bar.set_text("lisi")
    bar.repeat_message()
    (close,) = (
        each for each in bar.findChildren(QToolButton) if "hide this row" in each.accessibleName()
    )
    close.setFocus()
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert bar.repeating.isHidden()
    assert bar.hasFocus()
    bar.clearFocus()


def test_what_is_put_is_in_the_field_and_too_much_is_refused(place, qtbot):
    assert place.bar.put(b"\x00\xff")
    type_and_send(place, qtbot, "")
    assert place.sent == [b"\x00\xff"]

    assert not place.bar.put(b"\0" * LONGEST)
    assert "characters at most" in place.bar.mistake()
