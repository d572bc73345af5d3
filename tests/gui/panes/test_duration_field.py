import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from socket_workbench.gui.panes.duration_field import DurationField
from socket_workbench.scenarios.durations import LONGEST


@pytest.fixture
def make(qtbot):
    def make(*words, **options):
        field = DurationField(*words, **options)
        qtbot.addWidget(field)
        field.show()
        return field

    return make


@pytest.fixture(scope="module")
def lasting(qapp):
    return DurationField("never")


def enter(qtbot, field, text):
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.02, "20 ms"),
        (0.009, "9 ms"),
        (1.5, "1.5 s"),
        (0, "0 s"),
        (5400, "90 min"),
        (5401, "5401 s"),
        (LONGEST, "1440 min"),
        (1e-12, "0.000000001 ms"),
    ],
)
def test_a_time_is_shown_as_people_write_it(make, seconds, text):
    field = make()
    field.set_value(seconds)

    assert field.text() == text
    assert field.value() == seconds


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.floats(0, LONGEST) | st.none())
def test_what_is_shown_means_the_very_same_number(lasting, seconds):
    lasting.set_value(seconds)
    shown = lasting.text()
    lasting.set_value(1.0)
    lasting.lineEdit().setText(shown)
    lasting.editingFinished.emit()

    assert lasting.value() == seconds
    assert lasting.mistake() == ""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("20ms", 0.02), ("90 min", 5400), ("3", 3), (" 1.5s ", 1.5), ("0", 0), ("never", None)],
)
def test_what_is_typed_is_taken_when_enter_is_pressed(make, qtbot, text, seconds):
    field = make("never")
    field.set_value(7.0)
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, text)

    assert field.value() == seconds
    with qtbot.assertNotEmitted(field.value_changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_an_empty_field_is_never(make, qtbot):
    field = make("never")
    field.set_value(7.0)
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.value() is None
    assert field.text() == "never"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("soon", "'soon' is not a duration"), ("2000min", "too long"), ("0 s", "'0 s' is no time")],
)
def test_a_mistake_is_said_and_what_was_typed_stays(make, qtbot, text, sentence):
    field = make(may_be_zero=False)
    field.set_value(7.0)
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, text)

    assert sentence in field.mistake()
    assert field.text() == text
    assert field.value() == 7.0
    with qtbot.waitSignal(field.value_changed):
        enter(qtbot, field, "7 s")
    assert field.mistake() == ""


def test_arrows_count_in_the_unit_that_is_shown(make, qtbot):
    field = make("never")
    for start, key, shown in (
        (0.02, Qt.Key.Key_Up, "21 ms"),
        (0.999, Qt.Key.Key_Up, "1 s"),
        (5400, Qt.Key.Key_Up, "91 min"),
        (1.5, Qt.Key.Key_Down, "0.5 s"),
        (1.0, Qt.Key.Key_Down, "0 s"),
        (0.0, Qt.Key.Key_Down, "never"),
        (None, Qt.Key.Key_Down, "never"),
        (None, Qt.Key.Key_Up, "1 s"),
        (LONGEST, Qt.Key.Key_Up, "1440 min"),
    ):
        field.set_value(start)
        qtbot.keyClick(field, key)
        assert field.text() == shown.replace("0.5 s", "500 ms")


def test_there_is_always_a_time_where_there_has_to_be_one(make, qtbot):
    field = make(may_be_zero=False)
    field.set_value(1.0)
    qtbot.keyClick(field, Qt.Key.Key_Down)

    assert field.text() == "1 s"


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf, LONGEST + 1])
def test_what_is_no_time_is_refused(make, seconds):
    with pytest.raises(ValueError, match=str(seconds)):
        make().set_value(seconds)
