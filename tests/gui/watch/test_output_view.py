"""Tests of the view of a program's output."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.watch import output_view
from socket_workbench.gui.watch.output_view import OutputView
from socket_workbench.watch.output import Output


@pytest.fixture
def view(qtbot):
    view = OutputView()
    qtbot.addWidget(view)
    view.begin()
    return view


def test_a_character_that_arrives_in_two_parts_is_one(view):
    view.add([Output("stdout", b"h\xc3"), Output("stderr", b"!"), Output("stdout", b"\xa9")], 0)
    assert view.toPlainText() == "h!\u00e9"
    view.add([Output("stdout", b"\xc3")], 0)
    view.begin()
    view.add([Output("stdout", b"\xa9")], 0)
    assert view.toPlainText() == "\ufffd"


def test_control_characters_are_escapes(view):
    view.add([Output("stdout", b"\0\x1b[31mred\r\n\xe2\x80\xae\xff\xed\xa0\x80")], 0)
    lines = view.toPlainText().split("\n")
    assert lines == ["\\x00\\x1b[31mred\\r", "\\u202e" + "\ufffd" * 4]


def test_what_is_not_shown_is_counted(view):
    view.add([Output("stdout", b"a")], 0)
    view.add([], 0)
    view.add([Output("stdout", b"b")], 1234)
    assert view.toPlainText() == "a\n… 1,234 bytes are left out here …\nb"


@given(st.lists(st.text("ab\n", max_size=40), max_size=6))
def test_no_line_is_too_long(qapp, parts):
    view = OutputView()
    with pytest.MonkeyPatch.context() as bounds:
        bounds.setattr(output_view, "LONGEST_LINE", 5)
        for part in parts:
            view.add([Output("stdout", part.encode())], 0)
    shown = view.toPlainText().split("\n")
    assert all(len(line) <= 5 for line in shown)
    assert "".join(shown) == "".join(parts).replace("\n", "")
    view.deleteLater()


def test_of_many_lines_the_last_are_shown(view, monkeypatch):
    monkeypatch.setattr(output_view, "MOST_LINES", 3)
    view.add([Output("stdout", b"1\n2\n3\n4\n5")], 0)
    assert view.toPlainText() == "3\n4\n5"


def test_of_much_that_is_written_at_once_the_end_is_shown(view, monkeypatch):
    monkeypatch.setattr(output_view, "MOST_ADDED", 9)
    view.add([Output("stdout", b"one")], 0)
    view.add([Output("stdout", b"\n\0\ntwo\nthree\n")], 0)
    assert view.toPlainText() == "one\n…\ntwo\nthree"


def test_the_last_line_is_seen_rather_than_an_empty_one_below_it(view):
    view.add([Output("stdout", b"one\n")], 0)
    assert view.toPlainText() == "one"
    view.add([Output("stdout", b"two\n\n")], 0)
    assert view.toPlainText() == "one\ntwo\n"
    view.add([Output("stdout", b"three\n")], 7)
    assert view.toPlainText().startswith("one\ntwo\n\n\u2026 7 bytes")
    assert view.toPlainText().endswith("\nthree")
    view.begin()
    view.add([Output("stdout", b"four")], 0)
    assert view.toPlainText() == "four"
