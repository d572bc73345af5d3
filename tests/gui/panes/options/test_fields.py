import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.panes.options.fields import (
    CallsField,
    ChoiceField,
    FlagField,
    ScaleField,
    TextField,
)
from socket_workbench.sockets.call_choice import AUTO, CallChoice
from socket_workbench.sockets.option_kinds import Duration, Flag, Host, Number, Scale, Size

PAUSE = Duration(0.01, 86_400, word="never")
BACKLOG = Number(0, 65_535, word="system")
SIZE = Size(1, 1 << 20)


@pytest.fixture
def make(qtbot):
    def make(kind, value=None):
        field = (ScaleField if isinstance(kind, Scale) else TextField)(kind, value)
        qtbot.addWidget(field)
        field.show()
        return field

    return make


def enter(qtbot, field, text):
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (PAUSE, 0.02, "20 ms"),
        (PAUSE, 5400.0, "90 min"),
        (PAUSE, None, "never"),
        (BACKLOG, 5, "5"),
        (BACKLOG, None, "system"),
        (SIZE, 262_144, "256 KiB"),
        (Host(), "::1", "::1"),
        (Host(), "", ""),
    ],
)
def test_a_value_is_shown_as_people_write_it_and_left_as_it_is(make, qtbot, kind, value, text):
    field = make(kind)
    field.set_value(value)

    assert (field.text(), field.value()) == (text, value)
    with qtbot.assertNotEmitted(field.value_changed):
        field.editingFinished.emit()
    assert field.value() == value


def test_words_are_shown_and_read_in_the_readers_language(make, qtbot, pseudo_language):
    field = make(PAUSE, 1.0)
    field.lineEdit().setText("⟦never⟧")
    with qtbot.waitSignal(field.value_changed):
        field.editingFinished.emit()

    assert (field.text(), field.value()) == ("⟦never⟧", None)


def test_an_empty_host_says_what_that_means(make):
    assert make(Host(), "").placeholderText() == "any"


def test_what_is_typed_can_be_seen(make, theme):
    number, host = make(PAUSE), make(Host(), "")

    assert number.lineEdit().width() > 40
    assert host.width() > 40


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (PAUSE, "20ms", 0.02),
        (PAUSE, "3", 3.0),
        (PAUSE, "", None),
        (BACKLOG, "SYSTEM", None),
        (BACKLOG, "", None),
        (BACKLOG, "128", 128),
        (SIZE, "64kB", 64_000),
        (Host(), " 127.0.0.1 ", "127.0.0.1"),
    ],
)
def test_what_is_typed_is_taken_when_enter_is_pressed(make, qtbot, kind, typed, value):
    field = make(kind, 7 if isinstance(kind, Number | Size) else 7.0)
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, typed)

    assert field.value() == value
    with qtbot.assertNotEmitted(field.value_changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_mistake_is_said_and_what_was_typed_stays(make, qtbot):
    field = make(PAUSE, 7.0)
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, "soon")

    assert "'soon' is not a duration" in field.mistake()
    assert (field.text(), field.value()) == ("soon", 7.0)
    with qtbot.assertNotEmitted(field.value_changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, "7 s")
    assert field.mistake() == ""


def test_a_sentence_stays_one_whatever_was_typed(make):
    field = make(BACKLOG, 5)
    field.lineEdit().setText("9" * 30_000)
    field.editingFinished.emit()

    assert len(field.mistake()) < 1000


@pytest.mark.parametrize(
    ("value", "key", "text"),
    [
        (0.02, Qt.Key.Key_Up, "21 ms"),
        (1.5, Qt.Key.Key_Down, "500 ms"),
        (None, Qt.Key.Key_Up, "1 s"),
        (1.0, Qt.Key.Key_Down, "never"),
    ],
)
def test_arrows_count_in_the_unit_that_is_shown(make, qtbot, value, key, text):
    field = make(PAUSE, value)
    with qtbot.waitSignal(field.value_changed):
        qtbot.keyClick(field, key)

    assert field.text() == text


def test_a_flag_is_clicked(qtbot):
    field = FlagField("Reuse", True)
    qtbot.addWidget(field)
    field.show()
    with qtbot.waitSignal(field.value_changed):
        field.click()
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(True)

    assert (field.value(), field.mistake()) == (True, "")


def test_one_of_three_is_chosen(qtbot):
    field = ChoiceField(Flag(word="auto", word_title="as it is"), None)
    qtbot.addWidget(field)
    field.show()
    assert (field.currentText(), field.value()) == ("as it is", None)
    with qtbot.waitSignal(field.value_changed):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value() is True
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(False)

    assert (field.value(), field.mistake()) == (False, "")


def test_calls_are_chosen_one_of_each_sort(qtbot):
    field = CallsField(AUTO)
    qtbot.addWidget(field)
    field.show()
    assert field.value() == AUTO
    with qtbot.waitSignal(field.value_changed):
        qtbot.keyClicks(field.sending, "sendall")
    assert field.value() == CallChoice("", "sendall")
    qtbot.keyClicks(field.receiving, "recvmsg")
    assert field.value() == CallChoice("recvmsg", "sendall")
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(CallChoice("recv"))
    assert (field.receiving.currentText(), field.sending.currentText()) == ("recv()", "send: auto")
    assert field.mistake() == ""
