import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton

from socket_workbench.gui.script.question_form import QuestionForm


@pytest.fixture
def form(qtbot):
    form = QuestionForm()
    qtbot.addWidget(form)
    return form


def focused(form, qtbot, kind):
    with qtbot.waitActive(form):
        form.activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), kind))
    return QApplication.focusWidget()


def test_it_is_not_there_until_something_is_asked(form):
    assert not form.isVisible()
    assert form.question() == ""


def test_a_line_is_answered_with_enter(form, qtbot):
    form.ask("Enter a number")
    line = focused(form, qtbot, QLineEdit)

    with qtbot.waitSignal(form.answered) as told:
        qtbot.keyClicks(line, "67")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    assert told.args == ["67"]
    assert not form.isVisible()


def test_a_line_is_answered_once_and_with_the_button(form, qtbot):
    form.ask("<b>Enter</b> a number")
    answers: list[str] = []
    form.answered.connect(answers.append)
    qtbot.keyClicks(form.findChild(QLineEdit), "5")
    qtbot.mouseClick(form.findChild(QPushButton), Qt.MouseButton.LeftButton)

    assert answers == ["5"]
    assert form.findChild(QLabel).textFormat() == Qt.TextFormat.PlainText
    assert form.accessibleName() == "<b>Enter</b> a number"


def test_a_few_choices_are_seen_at_once(form, qtbot):
    form.ask("Enter the operator", ("add", "sub", "mul", "div"))
    radios = form.findChildren(QRadioButton)
    assert [radio.text() for radio in radios] == ["add", "sub", "mul", "div"]
    first = focused(form, qtbot, QRadioButton)
    assert first.text() == "add"
    assert first.isChecked()

    qtbot.waitUntil(lambda: radios[0].x() < radios[1].x())
    qtbot.keyClick(first, Qt.Key.Key_Right)
    with qtbot.waitSignal(form.answered) as told:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert told.args == ["sub"]


def test_a_choice_may_hold_an_ampersand(form, qtbot):
    form.ask("Which?", ("a&b", "c"))
    with qtbot.waitSignal(form.answered) as told:
        qtbot.mouseClick(form.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert told.args == ["a&b"]


def test_many_choices_are_a_list(form, qtbot):
    form.ask("Which?", [str(number) for number in range(9)])
    combo = focused(form, qtbot, QComboBox)
    qtbot.keyClick(combo, Qt.Key.Key_End)
    with qtbot.waitSignal(form.answered) as told:
        qtbot.keyClick(combo, Qt.Key.Key_Return)
    assert told.args == ["8"]


def test_a_choice_of_many_is_shown_in_one_line_and_answered_as_it_is(form, qtbot):
    hostile = "<b>\n\u202e&" + "x" * 500
    form.ask("Which?", [hostile, *"bcdefgh"])
    combo = focused(form, qtbot, QComboBox)
    assert combo.itemText(0).startswith("<b>␊\\u202e&x")
    assert len(combo.itemText(0)) < 120
    with qtbot.waitSignal(form.answered) as told:
        qtbot.keyClick(combo, Qt.Key.Key_Return)
    assert told.args == [hostile]


def test_the_next_question_replaces_the_last(form, qtbot):
    form.ask("Which?", ("a", "b"))
    form.ask("Enter a number")
    assert form.question() == "Enter a number"
    assert form.findChild(QLineEdit).isVisible()
    form.ask("Which?", ("c", "d"))
    with qtbot.waitSignal(form.answered) as told:
        qtbot.mouseClick(form.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert told.args == ["c"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize("choices", [(), ("add", "sub"), [str(number) for number in range(9)]])
def test_enter_answers_one_question_and_not_the_next(form, qtbot, key, choices):
    answers = []

    def go_on(answer):
        answers.append(answer)
        form.ask("And then?", choices)

    form.answered.connect(go_on)
    form.ask("First?", choices)
    field = focused(form, qtbot, QLineEdit | QRadioButton | QComboBox)
    if not choices:
        qtbot.keyClicks(field, "2.5")
    qtbot.keyClick(field, key)

    assert answers == [choices[0] if choices else "2.5"]
    assert form.question() == "And then?"


def test_a_key_that_is_held_down_answers_once(form, qtbot):
    answers: list[str] = []
    form.answered.connect(answers.append)
    form.answered.connect(lambda answer: form.ask("And then?"))
    form.ask("First?")
    line = focused(form, qtbot, QLineEdit)
    for is_repeated in (False, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            is_repeated,
        )
        QApplication.sendEvent(line, press)

    assert answers == [""]


def test_any_answer_is_given_as_it_was_pasted(form, qtbot):
    answers: list[str] = []
    form.answered.connect(answers.append)
    for text in ("x" * 60_000, "a\u00a0b\u2028c\r\nd\t😀", r"\n stays two characters"):
        form.ask("What?")
        line = form.findChild(QLineEdit)
        QApplication.clipboard().setText(text)
        line.paste()
        qtbot.mouseClick(form.findChild(QPushButton), Qt.MouseButton.LeftButton)
        assert answers.pop() == text


def test_an_answer_that_is_too_long_is_refused_with_a_sentence(form, qtbot):
    form.ask("What?")
    line = form.findChild(QLineEdit)
    QApplication.clipboard().setText("x" * 300_000)
    line.paste()

    qtbot.waitUntil(lambda: "262,144 characters" in form.mistake())
    qtbot.keyClicks(line, "short")
    assert form.mistake() == ""
    assert line.text() == "short"
