"""Tests of the watched programs of a window."""

import json
from pathlib import Path

import pytest

from socket_workbench.gui.session.watched_programs import Program, WatchedPrograms


def test_words_folder_and_title_of_a_program():
    program = Program("/tmp/x/a.py", arguments="1 'two three'")
    assert program.words() == ["/tmp/x/a.py", "1", "two three"]
    assert (program.place(), program.title) == (Path("/tmp/x"), "a.py")
    module = Program("http.server", is_module=True, arguments="0", folder="/tmp")
    assert module.words() == ["-m", "http.server", "0"]
    assert (module.place(), module.title) == (Path("/tmp"), "http.server")
    with pytest.raises(ValueError, match="quotation"):
        Program("a.py", arguments="'").words()


@pytest.mark.parametrize(
    "program",
    [
        Program("/x/日本 a.py", arguments="'1 2'", python="/usr/bin/python3", is_stepped=True),
        Program("http.server", is_module=True, folder="/tmp"),
    ],
)
def test_a_program_comes_back(program):
    saved = json.loads(json.dumps(program.save()))
    assert Program.restore(saved) == program._replace(folder=str(program.place()))


def test_a_program_that_was_named_from_here_comes_back_elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    saved = Program("a.py").save()
    assert (saved["name"], saved["folder"]) == (str(tmp_path / "a.py"), str(tmp_path))


def test_paths_are_read_whatever_is_typed_and_wherever(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert Program("~nobody-of-this-name/a.py").path().parent.parent == folder
    folder.rmdir()
    assert Program("a.py").path() == Path.home() / "a.py"
    assert Program("http.server", is_module=True).place() == Path.home()


@pytest.mark.parametrize(
    "saved",
    [{}, {"name": 1}, {"name": ""}, {"name": "a.py", "arguments": []}, {"name": "a", "folder": 2}],
)
def test_what_is_no_program_is_refused(saved):
    with pytest.raises(ValueError):
        Program.restore(saved)


def test_flags_that_are_no_flags_are_off():
    saved = {"name": "a.py", "is_module": 1, "is_stepped": "yes", "is_generated": True}
    assert Program.restore(saved) == Program("a.py")


def test_the_folder_of_generated_programs_is_private_and_removed(qtbot):
    programs = WatchedPrograms()
    folder = programs.generated_folder()
    (folder / "server.py").write_text("pass")
    assert programs.generated_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700
    programs.close()
    assert not folder.exists()
