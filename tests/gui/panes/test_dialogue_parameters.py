import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.registry import DialogueKind, Parameter
from socket_workbench.gui.panes.dialogue_parameters import DialogueParameters


def prepare(values):
    if not values["reply"]:
        raise ValueError("The reply is empty; type one.")
    return Dialogue


KIND = DialogueKind(
    "test",
    1,
    "Test",
    "Answers.",
    frozenset({"stream"}),
    prepare,
    (Parameter("reply", "Reply", "ACK"), Parameter("upper", "In capitals", False)),
)
PLAIN = DialogueKind(
    "plain", 2, "Plain", "Says nothing.", frozenset({"stream"}), lambda _: Dialogue, ()
)


@pytest.fixture
def form(qtbot):
    form = DialogueParameters()
    qtbot.addWidget(form)
    form.show_kind(KIND, {"reply": "ACK", "upper": False})
    return form


def test_each_parameter_has_a_field_of_its_kind(form):
    assert form.findChild(QLineEdit).accessibleName() == "Reply"
    assert form.findChild(QCheckBox).text() == "In capitals"
    assert form.values() == {"reply": "ACK", "upper": False}


def test_a_text_that_does_not_fit_shows_its_beginning_and_one_alone_has_the_whole_width(qtbot):
    form = DialogueParameters()
    qtbot.addWidget(form)
    kind = DialogueKind(
        "one", 3, "One", "Answers.", KIND.transports, prepare, (Parameter("reply", "Reply", "A"),)
    )
    form.show_kind(kind, {"reply": "ACK " * 200})
    form.resize(600, 60)
    form.show()
    (line,) = form.findChildren(QLineEdit)
    assert line.cursorPosition() == 0
    qtbot.waitUntil(lambda: line.width() > 500)


def test_setting_a_parameter_is_told_once(form, qtbot):
    line = form.findChild(QLineEdit)
    told = []
    form.parameters_changed.connect(lambda: told.append(form.values()))

    qtbot.keyClicks(line, "!")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    form.findChild(QCheckBox).click()

    assert told == [{"reply": "ACK!", "upper": False}, {"reply": "ACK!", "upper": True}]


def test_the_dialogues_own_objection_is_said_below(form, qtbot):
    line = form.findChild(QLineEdit)
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert form.mistake() == "The reply is empty; type one."
    qtbot.keyClicks(line, "OK")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.mistake() == ""


def test_showing_values_tells_nothing(form, qtbot):
    with qtbot.assertNotEmitted(form.parameters_changed):
        form.show_kind(KIND, {"reply": "NAK", "upper": True})

    assert form.values() == {"reply": "NAK", "upper": True}


def test_a_dialogue_without_parameters_shows_nothing(form):
    form.show_kind(PLAIN, {})

    assert not form.isVisible()
    assert form.values() == {}
    form.show_kind(KIND, {})
    assert form.isVisible()
    assert form.values() == {"reply": "ACK", "upper": False}


def test_a_text_too_long_for_a_line_stays_as_it_is(form, qtbot):
    line = form.findChild(QLineEdit)
    reply = "\U0001f600" * 200_000
    form.show_kind(KIND, {"reply": reply})
    qtbot.keyClicks(line, "!")
    with qtbot.waitSignal(form.parameters_changed):
        form.findChild(QCheckBox).click()

    assert form.values() == {"reply": reply, "upper": True}
    assert line.placeholderText() == "200,000 characters"
    form.show_kind(KIND, {"reply": "ACK"})
    qtbot.keyClicks(line, "!")
    assert form.values()["reply"] == "ACK!"
    assert line.placeholderText() == ""


def test_a_parameter_is_kept_as_it_was_pasted(form, qtbot):
    line = form.findChild(QLineEdit)
    line.clear()
    for text in ("x" * 60_000, "a\u00a0b\r\n\t😀"):
        line.clear()
        line.insert(text)
        assert form.values()["reply"] == text
    line.insert("x" * 300_000)
    qtbot.waitUntil(lambda: "262,144 characters" in form.mistake())
    assert form.values()["reply"] == "a\u00a0b\r\n\t😀"
