"""Tests of the marks on the lines of a watched program."""

from socket_workbench.gui.watch.source_marks import source_marks
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.following import CallPlace, CallState, Hint


def test_the_lines_of_one_file_say_what_its_threads_and_hints_do():
    places = [
        CallPlace("/a.py", 3, CallState.HELD, "t", "", 0),
        CallPlace("/a.py", 4, CallState.RETURNED, "u", "'\x1b'", 0),
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
        LineMark(5, MarkKind.WAITING, "waiting"),
        LineMark(6, MarkKind.WAITING, "waiting 2.0 s"),
    ]
