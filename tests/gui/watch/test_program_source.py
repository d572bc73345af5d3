"""Tests of the source of a watched program."""

import pytest

from socket_workbench.gui.watch import program_source
from socket_workbench.gui.watch.program_source import ProgramSource
from socket_workbench.gui.watch.source_marks import ChosenLine
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.watch.following import CallPlace, CallState


@pytest.fixture
def source(qtbot, tmp_path, until):
    """The source of a program of two files, whose first is shown."""
    source = ProgramSource()
    qtbot.addWidget(source)
    source.show()
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text(f"# {name}\n" * 100)
    source.add_files([str(tmp_path / "a.py")])
    until(lambda: source.view.blockCount() == 101)
    yield source
    source.close_readers()


def test_a_list_chooses_among_several_files(source, tmp_path, until):
    assert source.files.isHidden()
    source.add_files([str(tmp_path / "b.py"), str(tmp_path / "a.py")])
    assert [source.files.itemText(place) for place in range(2)] == ["a.py", "b.py"]
    assert not source.files.isHidden()
    source.files.setCurrentIndex(1)
    source.files.activated.emit(1)
    until(lambda: source.view.toPlainText().startswith("# b"))


def test_files_without_number_are_not_offered(source, monkeypatch):
    monkeypatch.setattr(program_source, "MOST_FILES", 3)
    source.add_files(f"/{number}.py" for number in range(9))
    assert source.files.count() == 3
    assert source.has("/1.py")
    assert not source.has("/2.py")


def test_a_line_of_another_file_is_shown_when_that_has_been_read(source, tmp_path, until):
    other = str(tmp_path / "b.py")
    source.show_line(other, 90)
    assert source.file != other  # It has no such file yet.
    source.add_files([other])
    source.show_line(other, 90)
    until(lambda: source.view.toPlainText().startswith("# b"))
    assert source.view.textCursor().blockNumber() + 1 == 90


def test_the_line_of_a_chosen_row_is_marked_until_another_is_chosen(source, tmp_path):
    file = str(tmp_path / "a.py")
    place = CallPlace(file, 3, CallState.RETURNED, "t", "8", 0)
    source.show_marks([place], [], 5)
    mark = LineMark(70, MarkKind.CHOSEN, "= 4")
    source.show_chosen(ChosenLine(file, mark))
    assert source.view.marks() == [LineMark(3, MarkKind.RETURNED, "= 8"), mark]
    assert source.view.textCursor().blockNumber() + 1 == 70
    # What comes next moves nothing, and the mark stays.
    source.show_marks([place._replace(state=CallState.WAITING)], [], 5)
    assert source.view.mark_at(70) == mark
    source.show_chosen(None)
    assert source.view.marks() == [LineMark(3, MarkKind.WAITING, "waiting")]
    source.show_chosen(ChosenLine(file, mark))
    source.begin()
    source.show_marks([], [], 5)
    assert source.view.marks() == []


def test_a_files_name_is_one_line_that_nothing_turns(source):
    file = "/x\n\u202ey.py"
    source.add_files([file])

    assert source.files.itemText(1) == "x␊\\u202ey.py"
    assert source.has(file)
