from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.time_form import TimeForm, form_text, time_form_title
from socket_workbench.journal.event import UNKNOWN_TIME


def test_times_in_each_form():
    begin = 1_700_000_000_000_000_000
    time = begin + 61_000_000_000
    assert form_text(TimeForm.CLOCK, time, 5, begin) == time_text(time)
    assert form_text(TimeForm.SINCE_START, time, 5, begin) == "+1 min 1 s"
    assert form_text(TimeForm.SINCE_ROW, time, 400_000, begin) == "+0.4 ms"
    assert form_text(TimeForm.SINCE_ROW, time, None, begin) == ""


def test_a_time_that_is_not_known_is_empty():
    time = 1_700_000_000_000_000_000
    for form in TimeForm:
        assert form_text(form, UNKNOWN_TIME, None, time) == ""
    assert form_text(TimeForm.SINCE_START, time, None, UNKNOWN_TIME) == ""


def test_each_has_a_title():
    assert len({time_form_title(form) for form in TimeForm}) == 3
