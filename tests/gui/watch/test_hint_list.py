"""Tests of the list of hints."""

from socket_workbench.gui.watch.hint_list import HintList
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.following import Hint


def test_new_hints_are_added_and_what_a_program_has_made_up_is_plain_text(qtbot):
    shown = HintList()
    qtbot.addWidget(shown)
    first = Hint(1, HintRecord("sendall failed\x1b[2J", "send-str", "E", "/x/a.py", 5))
    second = Hint(2, HintRecord("<b>odd</b>", kind="?"))
    shown.show_hints([first])
    shown.show_hints([first, second])
    assert [shown.item(place).text() for place in range(shown.count())] == [
        "sendall failed\\x1b[2J\na.py:5 · send-str · error",
        "<b>odd</b>\n?",
    ]
    assert shown.hint_of(shown.item(1)) == second
