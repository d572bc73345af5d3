"""Tests of the marks on the lines of a watched program."""

import pytest

from socket_workbench.gui.watch.source_marks import ChosenLine, chosen_line, source_marks
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.journal.call_record import begun_text, call_text, with_place
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.journal.row import Row
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.following import CallPlace, CallState, Hint


def test_the_lines_of_one_file_say_what_its_threads_and_hints_do():
    places = [
        CallPlace("/a.py", 3, CallState.HELD, "t", "", 0),
        CallPlace("/a.py", 4, CallState.RETURNED, "u", "'\x1b'", 0),
        CallPlace("/a.py", 2, CallState.FAILED, "u", "ECONNRESET", 0),
        CallPlace("/a.py", 5, CallState.WAITING, "v", "", 1_950_000_000),
        CallPlace("/a.py", 6, CallState.WAITING, "w", "", 0),
        CallPlace("/b.py", 7, CallState.WAITING, "x", "", 0),
    ]
    hints = [
        Hint(1, HintRecord("s", file="/a.py", line=8)),
        Hint(1, HintRecord("s", file="/a.py")),
        Hint(1, HintRecord("s", file="/b.py", line=9)),
    ]
    assert source_marks(places, hints, "/a.py", 2_000_000_000) == [
        LineMark(8, MarkKind.HINT),
        LineMark(3, MarkKind.HELD, "held before the call"),
        LineMark(4, MarkKind.RETURNED, "= '\\x1b'"),
        LineMark(2, MarkKind.FAILED, "ECONNRESET"),
        LineMark(5, MarkKind.WAITING, "waiting"),
        LineMark(6, MarkKind.WAITING, "waiting 2.0 s"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "chosen"),
    [
        (
            Kind.CALL,
            with_place(call_text("recv(9)", "b''", 5, "t", 42, 1), "/a.py", 3),
            ChosenLine("/a.py", LineMark(3, MarkKind.CHOSEN, "= 4"), 42),
        ),
        (
            Kind.CALL,
            with_place(call_text("send(b'')", "'\x1b'", 5, "t", 42, 1), "/a.py", 3),
            ChosenLine("/a.py", LineMark(3, MarkKind.CHOSEN, "= '\\x1b'"), 42),
        ),
        (
            Kind.CALL,
            with_place(call_text("recv(9)", "ECONNRESET", 5, "t", 42, 1), "/a.py", 3),
            ChosenLine("/a.py", LineMark(3, MarkKind.CHOSEN, "ECONNRESET"), 42),
        ),
        (
            Kind.CALL_BEGUN,
            with_place(begun_text("accept()", "t", 42, 1), "/a.py", 3),
            ChosenLine("/a.py", LineMark(3, MarkKind.CHOSEN), 42),
        ),
        (
            Kind.HINT,
            HintRecord("s", "t", "E", "/a.py", 8).text(),
            ChosenLine("/a.py", LineMark(8, MarkKind.CHOSEN)),
        ),
        (Kind.CALL, call_text("recv(9)", "b''", 5, "t", 42, 1), None),
        (Kind.HINT, "s", None),
        (Kind.RECEIVED, "", None),
    ],
)
def test_the_line_that_a_row_is_about(kind, text, chosen):
    assert chosen_line(Row(1, 0, SESSION, kind, 4, b"abcd", text)) == chosen
